# gate_overlay.sh: the bytes of the one kind of overlay that the agent applies

# u32 NUMBER...: each as four bytes, the most significant one first. printf takes no NUL but as an octal escape.
u32() {
	for number; do
		for shift in 24 16 8 0; do
			byte=$((number >> shift & 255))
			# shellcheck disable=SC2059  # only octal digits are put in
			printf "\\$((byte / 64))$((byte / 8 % 8))$((byte % 8))"
		done
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

# padded TEXT: how many bytes it takes so
padded() { echo $(((${#1} + 4) / 4 * 4)); }

# The strings block has the names of properties, found by their offset in it. The first is that of target-path, at 0.
#
# The structure block: 1 begins a node, 2 ends one, 3 is a property (its length, its name), 9 ends the block.
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

# gate_overlay PATH [PHANDLE DOMID]: the one overlay that may enable this node, byte for byte as okayd and dtc write it. With a domain it sets
# iommus, too: that of the backend whose driver gets at memory by grants, and the phandle of the node that stands for grants.
gate_overlay() {
	names='target-path\000status\000' names_size=19 structure_size=$((88 + $(padded "$1")))
	[ $# -eq 1 ] || names='target-path\000iommus\000status\000' names_size=26 structure_size=$((structure_size + 20))
	# magic, total size, where the three blocks are, versions, boot CPU, the sizes of strings and structure
	u32 0xd00dfeed $((56 + structure_size + names_size)) 56 $((56 + structure_size)) 40 17 16 0 "$names_size" "$structure_size"
	u32 0 0 0 0 # no memory reservations
	structure "$@"
	# shellcheck disable=SC2059  # it has no percent sign
	printf "$names"
}

# What stands where a gate overlay has something is to be compared with gate_overlay, and not trusted before.

# claimed_path <OVERLAY
claimed_path() { tail -c +93 | tr '\000' '\n' | head -n 1 | tr -cd '0-9a-zA-Z,._+@/\n-'; }

# claimed_domid PATH <OVERLAY
claimed_domid() { tail -c +$((125 + $(padded "$1"))) | head -c 4 | number; }

# number <BYTES: the number that four of them are, in decimal
number() {
	base64 | awk '
	{
		for (i = 1; i <= 6; i++) value = value * 64 + index("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", substr($0, i, 1)) - 1
		if (length($0) == 8) printf "%.0f\n", value / 16
	}'
}
