# remove.sh: the remove command, with its proof

# remove_overlay NAME PATH: the outcome. Whoever took the overlay away, gone is gone: somebody else may do so at any moment.
# $too_late when there was something to take away and go was over.
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
		fact message "no overlay $1 is applied any more, but $2 is still on"
	fi
	proof "$2"
)
