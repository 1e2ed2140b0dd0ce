# boot.sh: facts about this boot and its applied overlays, for HELLO and for confirmations by a person

read_boot_id() { read -r boot_id <"$root/proc/sys/kernel/random/boot_id"; }

# boot_facts: prints them in the format of an outcome
boot_facts() {
	interface=$(look interface overlay_interface) || interface=none
	fact bootId "$boot_id"
	fact planDigest "$(plan_digest)"
	fact kernel "$(uname -r | tr -cd '0-9a-zA-Z._+~-')"
	fact overlayInterface "$interface"
}

# each_applied COMMAND...: runs it with the name and the path of each applied overlay, whoever applied it. Skips an overlay that cannot be read in
# time; fails if the kernel does not list the overlays at all.
each_applied() (
	skipped=/
	while :; do
		rm -f "$work/looking-at"
		look overlays look_at_each "$skipped" "$@"
		status=$?
		[ "$status" -eq 124 ] || exit "$status"
		read -r name 2>/dev/null <"$work/looking-at" || exit 1
		log "reading the overlay $name has not ended after $bound_patience s; skipping it"
		skipped=$skipped$name/
		mv "$(look_mark overlays)" "$(look_mark "$name")" 2>/dev/null
	done
)

# look_at_each SKIPPED COMMAND...: writes the name of the current overlay to a file, so that each_applied knows which one hangs
look_at_each() {
	has_overlays || return 0
	skipped=$1
	shift
	for directory in "$overlays"/*; do
		case $skipped in
		*"/${directory##*/}/"*) continue ;;
		esac
		! still_hangs "$(look_mark "${directory##*/}")" || continue
		echo "${directory##*/}" >"$work/looking-at"
		is_applied "$directory" || continue
		"$@" "${directory##*/}" "$(claimed_path <"$directory/dtbo")"
	done
	return 0
}
