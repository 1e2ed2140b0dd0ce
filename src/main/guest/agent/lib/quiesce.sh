# quiesce.sh: what has to let go of a device before it is taken away

hooks=$root/etc/okayd/quiesce.d

# quiesce NAME PATH: runs the hooks, in the order of their names and all of them within $quiesce_seconds; fails, with the outcome, when one
# says that the device is in use, or does not say that it is not
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

# is_hook FILE: no copies that an editor or a package manager has made
is_hook() {
	case ${1##*/} in
	*[!0-9a-zA-Z_-]*) return 1 ;;
	esac
	[ -f "$1" ] && [ -x "$1" ]
}

# run_hook FILE NAME PATH: the last line that it prints, and its exit status. One that cannot even be killed is left behind.
run_hook() (
	left=$((quiesce_until - $(seconds)))
	if [ "$left" -le 0 ]; then
		echo "there was no time left for it"
		exit 1
	fi
	bound_patience=$((left + 1))
	said=$(bounded hook_with_facts "$left" "$@")
	status=$?
	case $status in
	0) exit 0 ;;
	124 | 143) echo "it has not ended after $left s" ;; # as GNU's and busybox's timeout say it
	*) printf '%s\n' "$said" | tail -n 1 ;;
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
