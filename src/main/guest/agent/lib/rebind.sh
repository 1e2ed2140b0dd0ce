# rebind.sh: binds and unbinds the drivers of devices whose node is okay from the start

# The kernel's driver of virtio-mmio transports. At boot, the slot has no backend yet, and the driver does not bind it.
transport_driver=$root/sys/bus/platform/drivers/virtio-mmio

# bind_driver NAME PATH: prints the outcome; or fails with $too_late
bind_driver() (
	device=$(platform_device "$2")
	if is_transport_bound "$device"; then
		driver_bound "$2" # a repeated command only yields the proof
	elif ! may_act; then
		exit "$too_late"
	elif ! error=$(printf %s "$device" | kernel_write "$transport_driver/bind" 2>&1); then
		fact result failed
		case $error in *'o such device'*) fact errno -19 ;; esac
		fact message "the driver did not take $device: $(kernel_words "$error")"
	else
		driver_bound "$2"
	fi
	proof "$2"
)

driver_bound() {
	await is_bound "$1"
	fact result applied
	! is_bound "$1" || first_use "$1"
}

# unbind_driver NAME PATH: prints the outcome; fails with $too_late if the driver is bound and go has expired
unbind_driver() (
	device=$(platform_device "$2")
	if ! is_transport_bound "$device"; then
		fact result removed
	elif ! quiesce "$1" "$2"; then
		:
	elif ! may_act; then
		exit "$too_late"
	elif ! error=$(printf %s "$device" | kernel_write "$transport_driver/unbind" 2>&1); then
		fact result failed
		fact message "the driver did not release $device: $(kernel_words "$error")"
	else
		fact result removed
	fi
	proof "$2"
)

is_transport_bound() { [ -n "$1" ] && [ -e "$transport_driver/$1" ]; }

# kernel_words ERROR: prints the kernel's message without dd's prefix
kernel_words() { printf '%s\n' "$1" | sed -n 's/^dd: //p' | head -n 1; }

# rebind_refusal bind|unbind PATH: prints why the agent refuses to change the driver; nothing if it may
rebind_refusal() {
	if ! is_node_path "$2"; then
		echo "not the path of a node: $2"
	elif ! words=$(rule_of "$2") || ! has_word rebind "$words"; then
		echo "the allow-list of this guest does not permit binding and unbinding the driver of $2"
	elif [ "$1" = unbind ] && has_word keep "$words"; then
		echo "the allow-list of this guest does not permit the removal of $2"
	elif ! is_virtio_mmio "$2"; then
		echo "not a virtio,mmio node: $2"
	elif [ -z "$(platform_device "$2")" ]; then
		echo "there is no platform device for $2: its status is $(live_status "$2"), okay is expected"
	fi
}

# judge_rebind bind|unbind PATH: succeeds if policy permits it; else prints the outcome
judge_rebind() { unless_refused "$(rebind_refusal "$1" "$2")" "$2"; }

# each_rebound COMMAND...: runs it with the name and the path of each bound device that the agent may rebind
each_rebound() {
	some_rule_has rebind || return 0
	for transport in "$transport_driver"/*; do
		path=$(cd -P "$transport/of_node" 2>/dev/null && echo "${PWD#"$real_tree"}") || continue
		! words=$(rule_of "$path") || ! has_word rebind "$words" || "$@" "${transport##*/}" "$path"
	done
	return 0
}
