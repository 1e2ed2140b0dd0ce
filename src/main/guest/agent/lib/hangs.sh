# hangs.sh: what hangs in the kernel, and is not begun again as long as it does, for each would leave a process behind

# A mark is a file with the identity of the process that hangs. The next agent of this boot finds it here.
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
	read -r hanging 2>/dev/null <"$1" && lives "$hanging"
}

# has_hung PROCESS
has_hung() {
	[ -z "$hung_is_ended" ] || end_family "$1"
	[ -z "$hung_mark" ] || { mkdir -p "$hung" && identity "$1" >"$hung_mark"; } 2>/dev/null
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
