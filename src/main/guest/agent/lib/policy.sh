# policy.sh: what the agent refuses, whoever wants it

# depth PATH: how many components it has; of a pattern, too
depth() (
	set -f
	IFS=/
	# shellcheck disable=SC2086  # to be split
	set -- $1
	echo $#
)

# The allow-list has a rule a line: a shell pattern of node paths, and behind it
#	iommus		the overlay may name the domain of the backend, too
#	rebind		its driver may be bound and unbound, where the node is okay from the start
#	keep		what is applied or bound is not taken away again
#	max=BYTES	of an overlay of these nodes

# load_rules: from /etc/okayd/allow, or else as agent.conf has them
load_rules() {
	list=$root/etc/okayd/allow
	if [ -f "$list" ] && [ -r "$list" ]; then
		allow=$(sed '/^[[:space:]]*\(#.*\)\{0,1\}$/d' "$list")
	elif [ -e "$list" ] || [ -L "$list" ]; then
		die "allow-list: $list cannot be read; without it much more would be allowed"
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
			die "allow-list: the rule of $pattern has a word that is not understood: $word"
		done
	done || exit
}

# rule_of PATH: the words of the first rule for it; fails when there is none. An asterisk of a shell pattern matches slashes too. Here a
# pattern means nodes, not what is below them, so the depths have to agree.
rule_of() {
	printf '%s\n' "$allow" | (
		while read -r pattern words; do
			# shellcheck disable=SC2254  # a pattern it is
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

# most_bytes WORDS: of an overlay
most_bytes() {
	case $1 in
	*max=*)
		most=${1#*max=}
		echo "${most%% *}"
		;;
	*) echo "$max_overlay_bytes" ;;
	esac
}

# refusal PATH OVERLAY: why the agent will not apply it; nothing when it may be applied
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
		echo "the allow-list of this guest does not let an overlay set $kind of $1"
	elif [ "$size" -gt "$(most_bytes "$words")" ]; then
		echo "the overlay is larger than the $(most_bytes "$words") bytes that the allow-list lets it have"
	elif [ ! -d "$tree$1" ]; then
		echo "this guest's tree has no node $1"
	elif ! is_virtio_mmio "$1"; then
		echo "not a virtio,mmio node: $1"
	fi
}

# removal_refusal PATH: why the agent will not remove its overlay, whoever wants it; nothing when it may be removed. A person may remove what
# the allow-list does not have.
removal_refusal() {
	if ! is_node_path "$1"; then
		echo "not the path of a node: $1"
	elif words=$(rule_of "$1") && has_word keep "$words"; then
		echo "the allow-list of this guest does not let $1 be removed"
	fi
}

# okayd_removal_refusal PATH: the same, when okayd wants it
okayd_removal_refusal() {
	if is_node_path "$1" && ! rule_of "$1" >/dev/null; then
		echo "the allow-list of this guest does not have $1"
	elif is_node_path "$1" && ! is_virtio_mmio "$1"; then
		echo "not a virtio,mmio node: $1"
	else
		removal_refusal "$1"
	fi
}
