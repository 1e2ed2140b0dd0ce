# boot.sh: what this guest has booted, as HELLO and a person's confirmation tell it

read_boot_id() { read -r boot_id <"$root/proc/sys/kernel/random/boot_id"; }

# boot_facts: in lines as an outcome has them
boot_facts() {
	interface=$(bounded overlay_interface) || interface=none
	fact bootId "$boot_id"
	fact planDigest "$(plan_digest)"
	fact kernel "$(uname -r | tr -cd '0-9a-zA-Z._+~-')"
	fact overlayInterface "$interface"
}

# each_applied COMMAND...: runs it with the name and the path of each overlay that is applied, by whoever
each_applied() {
	for directory in "$overlays"/*; do
		is_applied "$directory" || continue
		"$@" "${directory##*/}" "$(claimed_path <"$directory/dtbo")"
	done
}
