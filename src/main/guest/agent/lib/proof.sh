# proof.sh: the proof of a node: its status, its platform device, its virtio device, and their drivers

# platform_device PATH: prints the device whose of_node is this node. The loop has builtins only: it may run over a hundred devices, many times.
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

# virtio_number DEVICE FILE: prints the hexadecimal number of the file in decimal; nothing above 65535
virtio_number() {
	read -r hex 2>/dev/null <"$root/sys/bus/virtio/devices/$1/$2" || return
	case $hex in
	0x*[!0-9a-f]* | 0x?????????* | 0x) ;;
	0x*) [ $((hex)) -gt 65535 ] || echo $((hex)) ;;
	esac
}

# virtio_device PLATFORM-DEVICE: prints the name of its virtio device
virtio_device() {
	for device in "$root/sys/bus/platform/devices/${1:-none}"/virtio[0-9]*; do
		[ ! -d "$device" ] || echo "${device##*/}"
		return
	done
}

# functions_of VIRTIO-DEVICE block|net: prints names such as vda or eth1
functions_of() {
	for function in "$root/sys/bus/virtio/devices/${1:-none}/$2"/*; do
		[ ! -e "$function" ] || echo "${function##*/}"
	done
}

# proof PATH: prints the facts that exist
proof() (
	is_node_path "$1" || exit 0
	fact status "$(live_status "$1")"
	platform=$(platform_device "$1")
	[ -n "$platform" ] || exit 0
	fact platformDevice "$platform"
	fact driver "$(driver_of "$root/sys/bus/platform/devices/$platform")"
	virtio=$(virtio_device "$platform")
	[ -n "$virtio" ] || exit 0
	fact virtioDevice "$virtio"
	fact virtioId "$(virtio_number "$virtio" device)"
	fact virtioDriver "$(driver_of "$root/sys/bus/virtio/devices/$virtio")"
	fact virtioStatus "$(virtio_number "$virtio" status)"
)

is_bound() {
	platform=$(platform_device "$1")
	for link in "$root/sys/bus/platform/devices/${platform:-none}"/virtio[0-9]*/driver; do
		[ -e "$link" ] && return
	done
	return 1
}

is_gone() { [ "$(live_status "$1")" != okay ] && [ -z "$(platform_device "$1")" ]; }
