# apply.sh: the apply command, with its proof

# apply_overlay NAME PATH OVERLAY: prints the outcome, for an overlay that policy permits; or returns $too_late
apply_overlay() (
	directory=$overlays/$1
	if is_applied "$directory"; then
		apply_again "$directory" "$2" "$3"
	elif [ "$(live_status "$2")" != disabled ]; then
		fact result refused
		fact message "the status of $2 is $(live_status "$2"), not disabled"
	else
		apply_first "$directory" "$2" "$3" || exit
	fi
	proof "$2"
)

# apply_first DIRECTORY PATH OVERLAY: prints the outcome without its proof, or fails with $too_late
apply_first() {
	why=$(put_on "$1" "$3")
	case $? in
	0) applied "$1" "$2" ;;
	"$too_late") return "$too_late" ;;
	*)
		fact result failed
		printf '%s\n' "$why"
		;;
	esac
}

# apply_again DIRECTORY PATH OVERLAY: a repeated command only yields the proof
apply_again() {
	if cmp -s "$3" "$1/dtbo"; then
		applied "$1" "$2"
	else
		fact result refused
		fact message "another overlay is applied as ${1##*/}"
	fi
}

# applied DIRECTORY PATH: prints the outcome of an overlay that the kernel reports as applied. Some vendor kernels report so after a refusal.
applied() {
	if [ "$(live_status "$2")" != okay ]; then
		take_off "$1" >/dev/null
		fact result failed
		fact message "the kernel reports applied, but the status of $2 is $(live_status "$2")"
		return
	fi
	await is_bound "$2"
	fact result applied
	read -r micros 2>/dev/null <"$1/apply_us"
	! is_number "${micros:-}" 15 || fact micros "$micros"
	! is_bound "$2" || first_use "$2"
}
