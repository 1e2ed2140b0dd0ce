# policy.sh: what the agent refuses, from okayd and from persons

# depth PATH: prints the number of components of a path or pattern
depth() (
	set -f
	IFS=/
	# shellcheck disable=SC2086  # to be split
	set -- $1
	echo $#
)

# The allow-list has one rule a line: a shell pattern of node paths, then words:
#	iommus		the overlay may also name the domain of the backend
#	rebind		the agent may bind and unbind the driver of a node that is okay from the start
#	keep		the agent never removes the overlay, and never unbinds the driver
#	max=BYTES	the largest overlay of these nodes

# load_rules: loads the rules from /etc/okayd/allow, or from agent.conf if there is no such file
load_rules() {
	list=$root/etc/okayd/allow
	if [ -f "$list" ] && [ -r "$list" ]; then
		allow=$(sed '/^[[:space:]]*\(#.*\)\{0,1\}$/d' "$list")
	elif [ -e "$list" ] || [ -L "$list" ]; then
		die "allow-list: cannot read $list; the default would allow much more"
	fi
	printf '%s\n' "$allow" | while read -r pattern words; do
		case $pattern in
		/* | '') ;;
		*) die "allow-list: a rule begins with the pattern of a path, not with $pattern" ;;
		esac
		for word in $words; do
			case $word in
			iommus | keep | rebind) continue ;;
			max=*) ! is_number "${word#max=}" 5 || continue ;;
			esac
			die "allow-list: the rule of $pattern has an unknown word: $word"
		done
	done || exit
}

# rule_of PATH: prints the words of the first matching rule; fails if there is none. The asterisk of a shell pattern also matches slashes, but a
# rule must not match nodes below its own depth, so the function compares depths.
rule_of() {
	printf '%s\n' "$allow" | (
		while read -r pattern words; do
			# shellcheck disable=SC2254  # a pattern is wanted
			case $1 in
			$pattern)
				[ "$(depth "$1")" -eq "$(depth "$pattern")" ] || continue
				echo "$words"
				exit
				;;
			esac
		done
		exit 1
	)
}

# has_word WORD WORDS
has_word() {
	case " $2 " in *" $1 "*) ;; *) return 1 ;; esac
}

some_rule_has() {
	printf '%s\n' "$allow" | (
		while read -r pattern words; do
			! has_word "$1" "$words" || exit 0
		done
		exit 1
	)
}

# most_bytes WORDS: prints the largest permitted size of an overlay
most_bytes() {
	case $1 in
	*max=*)
		most=${1#*max=}
		echo "${most%% *}"
		;;
	*) echo "$max_overlay_bytes" ;;
	esac
}

# refusal PATH OVERLAY: prints why the agent refuses to apply it; nothing if it may be applied
refusal() {
	size=$(wc -c <"$2")
	if [ "$size" -gt "$max_overlay_bytes" ]; then
		echo "the overlay is larger than $max_overlay_bytes bytes"
	elif ! is_node_path "$1"; then
		echo "not the path of a node: $1"
	elif ! kind=$(gate_kind "$1" "$2"); then
		echo "the overlay is not exactly the one that enables $1"
	elif ! words=$(rule_of "$1"); then
		echo "the allow-list of this guest does not have $1"
	elif [ "$kind" != status ] && ! has_word "$kind" "$words"; then
		echo "the allow-list of this guest does not permit an overlay to set $kind of $1"
	elif [ "$size" -gt "$(most_bytes "$words")" ]; then
		echo "the overlay is larger than the $(most_bytes "$words") bytes that the allow-list permits"
	elif [ ! -d "$tree$1" ]; then
		echo "this guest's tree has no node $1"
	elif ! is_virtio_mmio "$1"; then
		echo "not a virtio,mmio node: $1"
	fi
}

# removal_refusal PATH: prints why the agent refuses to remove its overlay, for okayd and for persons; nothing if it may be removed. A person may
# remove overlays of nodes that the allow-list does not have.
removal_refusal() {
	if ! is_node_path "$1"; then
		echo "not the path of a node: $1"
	elif words=$(rule_of "$1") && has_word keep "$words"; then
		echo "the allow-list of this guest does not permit the removal of $1"
	fi
}

# okayd_removal_refusal PATH: the same for a command of okayd
okayd_removal_refusal() {
	if is_node_path "$1" && ! rule_of "$1" >/dev/null; then
		echo "the allow-list of this guest does not have $1"
	elif is_node_path "$1" && ! is_virtio_mmio "$1"; then
		echo "not a virtio,mmio node: $1"
	else
		removal_refusal "$1"
	fi
}
