# hangs.sh: what hangs in the kernel, and is not begun again as long as it does, for each would leave a process behind

# A mark is a file with the identities of the process that hangs and of those that it has begun, for it may be one of them that cannot be ended
# while the others are. The next agent of this boot finds it here.
hung=$root/run/okayd-agent-hung

# For whatever is done in bounded time: the mark to make when it hangs, if any, and whether it may be ended then.
hung_mark='' hung_is_ended=''

# device_mark PATH: of what is done to a device
device_mark() (
	set -f
	IFS=/
	# shellcheck disable=SC2086  # to be split
	set -- $1
	IFS=:
	echo "$hung/$*"
)

# look_mark WHAT: of what only looks, at the overlay of this name or at something else
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

# forget_hangs: those that are over
forget_hangs() {
	for mark in "$hung"/*; do
		still_hangs "$mark" || rm -f "$mark"
	done
	rmdir "$hung" 2>/dev/null
}

# look WHAT COMMAND...: as bounded, of something that changes nothing, so it is ended when it takes too long. Some of what hangs cannot be.
look() (
	hung_mark=$(look_mark "$1") hung_is_ended=yes
	! still_hangs "$hung_mark" || exit 124
	shift
	bounded "$@"
)
