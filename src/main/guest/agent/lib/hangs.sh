# hangs.sh: remembers operations that hang in the kernel. The agent does not repeat one while it hangs: each would leave a process behind

# A mark is a file with the identities of the hung process and its descendants; any one of them may be unkillable. The next agent of this boot
# reads the marks, too.
hung=$root/run/okayd-agent-hung

# For an operation in bounded time: the mark to write if it hangs, if any, and whether to kill it then.
hung_mark='' hung_is_ended=''

# device_mark PATH: prints the mark of an operation on a device
device_mark() (
	set -f
	IFS=/
	# shellcheck disable=SC2086  # to be split
	set -- $1
	IFS=:
	echo "$hung/$*"
)

# look_mark WHAT: prints the mark of a read-only operation; WHAT is the name of an overlay or another subject
look_mark() { echo "$hung/look-$1"; }

# still_hangs MARK
still_hangs() {
	[ -r "$1" ] || return
	while read -r hanging; do
		! lives "$hanging" || return 0
	done <"$1"
	return 1
}

# has_hung PROCESS
has_hung() {
	family=$(family_of "$1")
	for member in $family; do
		[ -z "$hung_is_ended" ] || kill -KILL "${member%%.*}" 2>/dev/null
	done
	[ -z "$hung_mark" ] || { mkdir -p "$hung" && printf '%s\n' "$family" >"$hung_mark"; } 2>/dev/null
}

# forget_hangs: deletes the marks of operations that have ended
forget_hangs() {
	for mark in "$hung"/*; do
		still_hangs "$mark" || rm -f "$mark"
	done
	rmdir "$hung" 2>/dev/null
}

# look WHAT COMMAND...: like bounded, for a read-only command: the agent kills it when it takes too long. A process in the kernel may survive that.
look() (
	hung_mark=$(look_mark "$1") hung_is_ended=yes
	! still_hangs "$hung_mark" || exit 124
	shift
	bounded "$@"
)
