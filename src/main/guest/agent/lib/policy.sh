# policy.sh: what the agent refuses, whoever wants it

# depth PATH: how many components it has; of a pattern, too
depth() (
	set -f
	IFS=/
	# shellcheck disable=SC2086  # to be split
	set -- $1
	echo $#
)

# An asterisk of a shell pattern matches slashes too. Here a pattern means nodes, not what is below them, so the depths have to agree.
is_allowed() {
	printf '%s\n' "$allow" | (
		while IFS= read -r pattern; do
			# shellcheck disable=SC2254  # a pattern it is
			case $1 in
			$pattern) [ "$(depth "$1")" -ne "$(depth "$pattern")" ] || exit 0 ;;
			esac
		done
		exit 1
	)
}

# refusal PATH OVERLAY: why the agent will not apply it; nothing when it may be applied
refusal() {
	if [ "$(wc -c <"$2")" -gt "$max_overlay_bytes" ]; then
		echo "the overlay is larger than $max_overlay_bytes bytes"
	elif ! is_node_path "$1"; then
		echo "not the path of a node: $1"
	elif ! gate_overlay "$1" | cmp -s - "$2"; then
		echo "the overlay is not exactly the one that enables $1"
	elif ! is_allowed "$1"; then
		echo "the allow-list of this guest does not have $1"
	elif [ ! -d "$tree$1" ]; then
		echo "this guest's tree has no node $1"
	elif ! is_virtio_mmio "$1"; then
		echo "not a virtio,mmio node: $1"
	fi
}
