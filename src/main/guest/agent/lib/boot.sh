# boot.sh: what this guest has booted, as HELLO and a person's confirmation tell it

read_boot_id() { read -r boot_id <"$root/proc/sys/kernel/random/boot_id"; }

# boot_facts: in lines as an outcome has them
boot_facts() {
	interface=$(look interface overlay_interface) || interface=none
	fact bootId "$boot_id"
	fact planDigest "$(plan_digest)"
	fact kernel "$(uname -r | tr -cd '0-9a-zA-Z._+~-')"
	fact overlayInterface "$interface"
}

# each_applied COMMAND...: runs it with the name and the path of each overlay that is applied, by whoever. One that hangs is passed over; fails
# when the kernel does not even say which there are.
each_applied() (
	passed_over=/
	while :; do
		rm -f "$work/looking-at"
		look overlays look_at_each "$passed_over" "$@"
		status=$?
		[ "$status" -eq 124 ] || exit "$status"
		read -r name 2>/dev/null <"$work/looking-at" || exit 1
		log "to look at the overlay $name has not ended after $bound_patience s; passing it over"
		passed_over=$passed_over$name/
		mv "$(look_mark overlays)" "$(look_mark "$name")" 2>/dev/null
	done
)

# look_at_each PASSED-OVER COMMAND...: where it is it leaves in a file, for who misses it
look_at_each() {
	has_overlays || return 0
	passed_over=$1
	shift
	for directory in "$overlays"/*; do
		case $passed_over in
		*"/${directory##*/}/"*) continue ;;
		esac
		! still_hangs "$(look_mark "${directory##*/}")" || continue
		echo "${directory##*/}" >"$work/looking-at"
		is_applied "$directory" || continue
		"$@" "${directory##*/}" "$(claimed_path <"$directory/dtbo")"
	done
	return 0
}
