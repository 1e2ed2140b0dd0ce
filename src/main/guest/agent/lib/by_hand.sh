# by_hand.sh: commands that a person runs without okayd

# show WANTED-LINE: prints the outcome with all facts that `okayd confirm` needs; succeeds if the outcome contains the line
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
	is_overlay_name "$name" || die "not a valid name of an overlay: $name"
	# a copy, because the file may change after the check; cut one byte above the limit, which shows that it is too large
	head -c $((max_overlay_bytes + 1)) <"$1" >"$work/overlay"
	path=$(claimed_path <"$work/overlay")
	judge "$path" "$work/overlay" >"$work/outcome" && carry_out apply "$name" "$path" "$work/overlay" >"$work/outcome"
	show '^virtioDriver ' && grep -qx 'result applied' "$work/outcome"
}

remove_by_hand() {
	is_overlay_name "$1" || die "not a valid name of an overlay: $1"
	path=$(look "$1" applied_path "$1")
	if [ ! -d "$overlays/$1" ]; then
		log "no overlay $1 is applied"
		return 1
	fi
	carry_out remove "$1" "$path" >"$work/outcome"
	show '^result removed$'
}

# applied_path NAME: prints the path that the overlay itself contains
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
	each_applied show_overlay || log "the kernel does not list the applied overlays"
	look rebound each_rebound show_overlay
}

# show_overlay NAME PATH
show_overlay() { echo "$1: $2: $(proof "$2" | in_one_line)"; }
