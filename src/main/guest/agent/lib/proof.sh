# proof.sh: what came of a node: its status, its platform device, its virtio device, and their drivers

# platform_device PATH: the device whose of_node is this node. Only builtins in the loop: it may run over a hundred devices, many times.
platform_device() (
	cd -P "$tree$1" 2>/dev/null || exit
	node=$PWD
	for device in "$root"/sys/bus/platform/devices/*; do
		cd -P "$device/of_node" 2>/dev/null || continue
		[ "$PWD" = "$node" ] || continue
		echo "${device##*/}"
		exit
	done
)

# driver_of DEVICE-DIRECTORY
driver_of() {
	link=$(readlink "$1/driver") || return
	echo "${link##*/}"
}

# virtio_id DEVICE: decimal
virtio_id() {
	read -r id 2>/dev/null <"$root/sys/bus/virtio/devices/$1/device" || return
	case $id in
	0x*[!0-9a-f]* | 0x?????* | 0x) ;;
	0x*) echo $((id)) ;;
	esac
}

# proof PATH: as much of it as there is
proof() (
	is_node_path "$1" || exit 0
	fact status "$(live_status "$1")"
	platform=$(platform_device "$1")
	[ -n "$platform" ] || exit 0
	fact platformDevice "$platform"
	fact driver "$(driver_of "$root/sys/bus/platform/devices/$platform")"
	for device in "$root/sys/bus/platform/devices/$platform"/virtio[0-9]*; do
		[ -d "$device" ] || continue
		virtio=${device##*/}
		fact virtioDevice "$virtio"
		fact virtioId "$(virtio_id "$virtio")"
		fact virtioDriver "$(driver_of "$root/sys/bus/virtio/devices/$virtio")"
		exit 0
	done
)

is_bound() {
	platform=$(platform_device "$1")
	for link in "$root/sys/bus/platform/devices/${platform:-none}"/virtio[0-9]*/driver; do
		[ -e "$link" ] && return
	done
	return 1
}

is_gone() { [ "$(live_status "$1")" != okay ] && [ -z "$(platform_device "$1")" ]; }
