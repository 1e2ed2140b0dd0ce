# gate_overlay.sh: the bytes of the one kind of overlay that the agent applies

# u32 NUMBER...: each as four bytes, the most significant one first; none is above 65535. printf takes no NUL but as an octal escape.
u32() {
	for number; do
		high=$((number / 256)) low=$((number % 256))
		# shellcheck disable=SC2059  # only octal digits are put in
		printf "\\000\\000\\$((high / 64))$((high / 8 % 8))$((high % 8))\\$((low / 64))$((low / 8 % 8))$((low % 8))"
	done
}

# text STRING: with its NUL, and padded to whole words
text() {
	printf '%s\000' "$1"
	length=$((${#1} + 1))
	while [ $((length % 4)) -ne 0 ]; do
		printf '\000'
		length=$((length + 1))
	done
}

# The strings block: the names of properties, found by their offset in it.
property_names() { printf 'target-path\000status\000'; }
target_path_name=0 status_name=12 property_names_size=19

# The structure block: 1 begins a node, 2 ends one, 3 is a property (its length, its name), 9 ends the block.
structure() {
	u32 1
	text ''
	u32 1
	text 'fragment@0'
	u32 3 $((${#1} + 1)) "$target_path_name"
	text "$1"
	u32 1
	text '__overlay__'
	u32 3 5 "$status_name"
	text okay
	u32 2 2 2 9
}

# gate_overlay PATH: the one overlay that may enable this node, byte for byte as okayd and dtc write it
gate_overlay() {
	structure_size=$((88 + (${#1} + 4) / 4 * 4))
	# magic (two halves), total size, where the three blocks are, versions, boot CPU, the sizes of strings and structure
	printf '\320\015\376\355'
	u32 $((56 + structure_size + property_names_size)) 56 $((56 + structure_size)) 40 17 16 0 "$property_names_size" "$structure_size"
	u32 0 0 0 0 # no memory reservations
	structure "$1"
	property_names
}

# claimed_path <OVERLAY: what stands where a gate overlay has its path. To be compared with gate_overlay, and not trusted before.
claimed_path() { tail -c +93 | tr '\000' '\n' | head -n 1 | tr -cd '0-9a-zA-Z,._+@/\n-'; }
