# apply.sh: the apply command, with its proof

# apply_overlay NAME PATH OVERLAY: the outcome
apply_overlay() (
	directory=$overlays/$1
	why=$(refusal "$2" "$3")
	if [ -n "$why" ]; then
		fact result refused
		fact message "$why"
	elif is_applied "$directory"; then
		apply_again "$directory" "$2" "$3"
	elif [ "$(live_status "$2")" != disabled ]; then
		fact result refused
		fact message "the status of $2 is $(live_status "$2"), not disabled"
	elif ! why=$(put_on "$directory" "$3"); then
		fact result failed
		printf '%s\n' "$why"
	else
		applied "$directory" "$2"
	fi
	proof "$2"
)

# apply_again DIRECTORY PATH OVERLAY: the same command may come twice, and then only the proof is wanted
apply_again() {
	if cmp -s "$3" "$1/dtbo"; then
		applied "$1" "$2"
	else
		fact result refused
		fact message "another overlay is applied as ${1##*/}"
	fi
}

# applied DIRECTORY PATH: what the kernel calls applied. Some vendor kernels say so of an overlay that they refused.
applied() {
	if [ "$(live_status "$2")" != okay ]; then
		take_off "$1" >/dev/null
		fact result failed
		fact message "the kernel says applied, but the status of $2 is $(live_status "$2")"
		return
	fi
	await is_bound "$2"
	fact result applied
	read -r micros 2>/dev/null <"$1/apply_us"
	is_number "${micros:-}" 15 && fact micros "$micros"
}
