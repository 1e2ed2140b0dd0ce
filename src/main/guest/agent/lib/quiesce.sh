# quiesce.sh: runs the hooks that end the use of a device before its removal

hooks=$root/etc/okayd/quiesce.d

# quiesce NAME PATH: runs the hooks in the order of their names, all within $quiesce_seconds; if one fails or runs out of time, prints the
# outcome and fails
quiesce() {
	quiesce_until=$(($(seconds) + quiesce_seconds))
	for hook in "$hooks"/*; do
		is_hook "$hook" || continue
		why=$(run_hook "$hook" "$1" "$2") && continue
		fact result busy
		fact message "${hook##*/}: ${why:-it failed and gave no reason}"
		return 1
	done
}

# is_hook FILE: excludes copies by editors and package managers, by the characters of the name
is_hook() {
	case ${1##*/} in
	*[!0-9a-zA-Z_-]*) return 1 ;;
	esac
	[ -f "$1" ] && [ -x "$1" ]
}

# run_hook FILE NAME PATH: prints the last line of its output and returns its exit status. The agent leaves an unkillable hook behind.
run_hook() (
	left=$((quiesce_until - $(seconds)))
	if [ "$left" -le 0 ]; then
		echo "there was no time left for it"
		exit 1
	fi
	bound_patience=$((left + 1))
	output=$(bounded hook_with_facts "$left" "$@")
	status=$?
	case $status in
	0) exit 0 ;;
	124 | 143) echo "it has not ended after $left s" ;; # the status of timeout: GNU's, BusyBox's
	*) printf '%s\n' "$output" | tail -n 1 ;;
	esac
	exit "$status"
)

# hook_with_facts SECONDS FILE NAME PATH
hook_with_facts() {
	platform=$(platform_device "$4")
	virtio=$(virtio_device "$platform")
	timeout "$1" env OKAYD_DEVICE="${3#okayd-}" OKAYD_PATH="$4" OKAYD_PLATFORM_DEVICE="$platform" OKAYD_VIRTIO_DEVICE="$virtio" \
		OKAYD_BLOCK="$(functions_of "$virtio" block)" OKAYD_NET="$(functions_of "$virtio" net)" "$2" </dev/null 2>&1
}
