# first_use.sh: tests a device right after its driver was bound, if agent.conf sets first_use_seconds

# first_use PATH: prints "readable" for a block device, "carrier" for a network interface
first_use() (
	[ "$first_use_seconds" -gt 0 ] || exit 0
	virtio=$(virtio_device "$(platform_device "$1")")
	proof_patience=$first_use_seconds
	for disk in $(functions_of "$virtio" block); do
		bound_patience=$first_use_seconds
		bounded read_sector "$root/dev/$disk" && fact readable true || fact readable false
	done
	for nic in $(functions_of "$virtio" net); do
		ip link set "$nic" up 2>/dev/null # an interface that is down has no carrier
		await has_carrier "$nic" && fact carrier true || fact carrier false
	done
)

read_sector() { dd if="$1" of=/dev/null bs=512 count=1 2>/dev/null; }

has_carrier() { [ "$(cat "$root/sys/class/net/$1/carrier" 2>/dev/null)" = 1 ]; }
