# gate_overlay.sh: generates the one kind of overlay that the agent applies

# u32 NUMBER...: prints each as four bytes, big-endian. printf writes a NUL only from an octal escape.
u32() {
	for number; do
		for shift in 24 16 8 0; do
			byte=$((number >> shift & 255))
			# shellcheck disable=SC2059  # the argument has octal digits only
			printf "\\$((byte / 64))$((byte / 8 % 8))$((byte % 8))"
		done
	done
}

# text STRING: prints it with its NUL, padded to a multiple of four bytes
text() {
	printf '%s\000' "$1"
	length=$((${#1} + 1))
	while [ $((length % 4)) -ne 0 ]; do
		printf '\000'
		length=$((length + 1))
	done
}

# padded TEXT: prints how many bytes text makes of it
padded() { echo $(((${#1} + 4) / 4 * 4)); }

# The strings block has the names of properties; the structure block refers to them by offset. The first, at 0, is target-path.
#
# Tokens of the structure block: 1 begins a node, 2 ends one, 3 is a property (its length, its name), 9 ends the block.
# structure PATH [PHANDLE DOMID]
structure() {
	u32 1
	text ''
	u32 1
	text 'fragment@0'
	u32 3 $((${#1} + 1)) 0
	text "$1"
	u32 1
	text '__overlay__'
	[ $# -eq 1 ] || u32 3 8 12 "$2" "$3"
	u32 3 5 $((12 + ($# == 1 ? 0 : 7)))
	text okay
	u32 2 2 2 9
}

# gate_overlay PATH [PHANDLE DOMID]: prints the only overlay that may enable this node, byte for byte as okayd and dtc write it. With a domain it
# also sets iommus: the phandle of the xen,grant-dma node, and the domid of the backend that accesses memory through grants.
gate_overlay() {
	names='target-path\000status\000' names_size=19 structure_size=$((88 + $(padded "$1")))
	[ $# -eq 1 ] || names='target-path\000iommus\000status\000' names_size=26 structure_size=$((structure_size + 20))
	# magic, total size, offsets of the three blocks, versions, boot CPU, sizes of strings and structure
	u32 0xd00dfeed $((56 + structure_size + names_size)) 56 $((56 + structure_size)) 40 17 16 0 "$names_size" "$structure_size"
	u32 0 0 0 0 # no memory reservations
	structure "$@"
	# shellcheck disable=SC2059  # $names has no percent sign
	printf "$names"
}

# These two functions print what an unchecked overlay has at the position of a field. Compare the overlay with gate_overlay before trusting it.

# claimed_path <OVERLAY
claimed_path() { tail -c +93 | tr '\000' '\n' | head -n 1 | tr -cd '0-9a-zA-Z,._+@/\n-'; }

# claimed_domid PATH <OVERLAY
claimed_domid() { tail -c +$((125 + $(padded "$1"))) | head -c 4 | number; }

# number <BYTES: prints four big-endian bytes as a decimal number
number() {
	base64 | awk '
	{
		for (i = 1; i <= 6; i++) value = value * 64 + index("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", substr($0, i, 1)) - 1
		if (length($0) == 8) printf "%.0f\n", value / 16
	}'
}
