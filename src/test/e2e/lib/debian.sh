# shellcheck shell=bash
# debian.sh: sourced by run. Debian's own kernel for arm64, which has no overlay core, and its drivers, which are modules.

# drivers of the guest's devices, in order of dependency
debian_drivers='configfs failover net_failover virtio_net virtio_blk virtio_console virtio-rng virtio_mmio
	virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci'

# debian_kernel: sets KERNEL to a folder with Image and headers of Debian 12's newest kernel, and sets kernel_modules
debian_kernel() {
	KERNEL=$WORK/debian kernel_modules=()
	[ -e "$KERNEL/complete" ] || fetch_debian_kernel
	local driver
	for driver in $debian_drivers; do
		kernel_modules+=("$(find "$KERNEL/image/lib/modules" -name "$driver.ko")")
	done
}

fetch_debian_kernel() {
	rm -rf "$KERNEL" && mkdir "$KERNEL"
	fetch "$KERNEL/meta" linux-image-arm64 arm64
	local release
	release=$(dpkg-deb -f "$KERNEL"/meta/*.deb Depends | sed -n 's/^linux-image-\([^ ]*\).*/\1/p')
	unpack "linux-image-$release" arm64 "$KERNEL/image"
	unpack "linux-headers-$release" arm64 "$KERNEL/packages"
	unpack "linux-headers-${release%-arm64}-common" arm64 "$KERNEL/packages"
	unpack "linux-kbuild-${release%.0-*}" "$(dpkg --print-architecture)" "$KERNEL/packages" # its programs run on this machine
	# the only absolute path in them
	sed -i "s|^include /usr/src|include $KERNEL/packages/usr/src|" "$KERNEL/packages/usr/src/linux-headers-$release/Makefile"
	ln -s "packages/usr/src/linux-headers-$release" "$KERNEL/headers"
	ln -s "image/boot/vmlinuz-$release" "$KERNEL/Image"
	: >"$KERNEL/complete"
}

# unpack PACKAGE ARCH DIR: downloads the package, extracts it into DIR, and deletes the package
unpack() {
	fetch "$KERNEL/deb" "$1" "$2"
	dpkg-deb -x "$KERNEL"/deb/*.deb "$3"
	rm -rf "$KERNEL/deb"
}
