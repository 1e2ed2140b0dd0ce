# remove.sh: the remove command, with its proof

# remove_overlay NAME PATH: prints the outcome, which is "removed" even if another program removed the overlay meanwhile. Fails with $too_late if
# there is an overlay and go has expired.
remove_overlay() (
	directory=$overlays/$1
	why=$(removal_refusal "$2")
	if [ -n "$why" ]; then
		fact result refused
		fact message "$why"
	elif [ -d "$directory" ] && ! gate_kind "$2" "$directory/dtbo" >/dev/null && is_applied "$directory"; then
		fact result refused
		fact message "$1 is not the overlay of $2"
	elif is_applied "$directory" && ! quiesce "$1" "$2"; then
		:
	elif [ -d "$directory" ] && ! may_act; then
		exit "$too_late"
	elif [ -d "$directory" ] && ! why=$(take_off "$directory") && [ -d "$directory" ]; then
		fact result failed
		printf '%s\n' "$why"
	elif await is_gone "$2"; then
		fact result removed
	else
		fact result failed
		fact message "the overlay $1 is removed, but $2 is still enabled"
	fi
	proof "$2"
)
