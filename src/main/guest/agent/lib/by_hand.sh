# by_hand.sh: what a person may do without okayd

# show WANTED-LINE: the outcome, with all that okayd wants to know of it when a person hands it in; succeeds if the line is in there
show() {
	known_now >>"$work/outcome"
	read_boot_id
	boot_facts >>"$work/outcome"
	sed 's/ /: /' "$work/outcome"
	grep -q "$1" "$work/outcome"
}

apply_by_hand() {
	[ -r "$1" ] || die "cannot read $1"
	name=${2:-$(basename "$1" .dtbo)}
	is_overlay_name "$name" || die "not a name for an overlay: $name"
	# a copy, which is not another one after it was judged, and only as much as it takes to see that it is too large
	head -c $((max_overlay_bytes + 1)) <"$1" >"$work/overlay"
	path=$(claimed_path <"$work/overlay")
	judge "$path" "$work/overlay" >"$work/outcome" && carry_out apply "$name" "$path" "$work/overlay" >"$work/outcome"
	show '^virtioDriver ' && grep -qx 'result applied' "$work/outcome"
}

remove_by_hand() {
	is_overlay_name "$1" || die "not a name of an overlay: $1"
	path=$(look "$1" applied_path "$1")
	if [ ! -d "$overlays/$1" ]; then
		log "no overlay $1 is applied"
		return 1
	fi
	carry_out remove "$1" "$path" >"$work/outcome"
	show '^result removed$'
}

# applied_path NAME: of the overlay, as it says itself
applied_path() { claimed_path 2>/dev/null <"$overlays/$1/dtbo"; }

# rebind_by_hand bind|unbind PATH
rebind_by_hand() {
	judge_rebind "$1" "$2" >"$work/outcome" && carry_out "$1" by-hand "$2" >"$work/outcome"
	case $1 in
	bind) show '^virtioDriver ' && grep -qx 'result applied' "$work/outcome" ;;
	unbind) show '^result removed$' ;;
	esac
}

show_status() {
	echo "interface: $(look interface overlay_interface)"
	echo "plan: $(plan_digest)"
	each_applied show_overlay || log "the kernel does not say which overlays there are"
	look rebound each_rebound show_overlay
}

# show_overlay NAME PATH
show_overlay() { echo "$1: $2: $(proof "$2" | in_one_line)"; }
