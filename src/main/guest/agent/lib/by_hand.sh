# by_hand.sh: what a person may do without okayd

# show OUTCOME-FILE WANTED-LINE: succeeds if it is in there
show() {
	sed 's/ /: /' "$1"
	grep -q "$2" "$1"
}

apply_by_hand() {
	[ -r "$1" ] || die "cannot read $1"
	name=${2:-$(basename "$1" .dtbo)}
	is_overlay_name "$name" || die "not a name for an overlay: $name"
	carry_out apply "$name" "$(claimed_path <"$1")" "$1" >"$work/outcome"
	show "$work/outcome" '^virtioDriver ' && grep -qx 'result applied' "$work/outcome"
}

remove_by_hand() {
	is_overlay_name "$1" || die "not a name of an overlay: $1"
	path=$(claimed_path 2>/dev/null <"$overlays/$1/dtbo")
	if [ ! -d "$overlays/$1" ]; then
		log "no overlay $1 is applied"
		return 1
	fi
	carry_out remove "$1" "$path" >"$work/outcome"
	show "$work/outcome" '^result removed$'
}

show_status() {
	echo "interface: $(bounded overlay_interface)"
	echo "plan: $(plan_digest)"
	for directory in "$overlays"/*; do
		is_applied "$directory" || continue
		path=$(claimed_path <"$directory/dtbo")
		echo "${directory##*/}: $path: $(proof "$path" | in_one_line)"
	done
}
