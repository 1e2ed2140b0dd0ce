# shellcheck shell=bash
# guest.sh: sourced by run. Each function makes one part of a guest in the folder $GUEST, or what all guests share in the work folder $WORK.

# guest KERNEL FOLDER: all of it
guest() {
	GUEST=$2
	mkdir -p "$GUEST"
	kernel "$1"
	modules "$1"
	busybox
	initramfs "$1"
}

# kernel_source: sets KERNEL_FROM to a folder that holds Image.xz and linux-headers.tar.xz of our kernel.fragment, or to nothing. A rig with
# prebuilt kernels is optional: $OKAYD_RIG, or one beside the repository.
kernel_source() {
	local rig=${OKAYD_RIG:-$REPOSITORY/../shared/rig}
	KERNEL_FROM=
	if cmp -s "$E2E/kernel/kernel.fragment" "$rig/kernel/kernel.fragment"; then
		KERNEL_FROM=$(cd "$rig/kernel" && pwd)
	elif fresh "$E2E/kernel/build.sh" "$E2E/kernel/kernel.fragment" -- "$WORK/kernel/linux-headers.tar.xz"; then
		KERNEL_FROM=$WORK/kernel
	fi
}

# kernel NAME: $GUEST/Image and $GUEST/headers, of our own kernel or of Debian's; kernel_modules is what the guest has to load of it
kernel() {
	say "kernel: $1"
	"$1_kernel"
	rm -rf "$GUEST/Image" "$GUEST/headers"
	ln -s "$KERNEL/Image" "$GUEST/Image"
	ln -s "$KERNEL/headers" "$GUEST/headers"
}

# dtbocfg_kernel: our own, with another module
dtbocfg_kernel() { own_kernel; }

# own_kernel: from Debian's source, with an overlay core and everything built in
own_kernel() {
	if [ -z "$KERNEL_FROM" ]; then
		say "building it from Debian's source, once; about 10 minutes of CPU time"
		supervise "$E2E/kernel/build.sh" "$WORK/kernel" || die "the kernel was not built"
		KERNEL_FROM=$WORK/kernel
	fi
	say "from $KERNEL_FROM"
	KERNEL=$WORK/own kernel_modules=()
	if ! cmp -s "$KERNEL_FROM/Image.xz" "$KERNEL/Image.xz"; then
		rm -rf "$KERNEL" && mkdir -p "$KERNEL/headers"
		xz -dc "$KERNEL_FROM/Image.xz" >"$KERNEL/Image"
		tar -xJf "$KERNEL_FROM/linux-headers.tar.xz" -C "$KERNEL/headers" --strip-components=1 --no-same-owner
		cp "$KERNEL_FROM/Image.xz" "$KERNEL/Image.xz" # last: it says that the other two are complete
	fi
}

# modules KERNEL: that with the interface for overlays, and with our own kernel raw_overlay.ko for the tests, always built anew: it takes
# two seconds each
modules() {
	say "modules"
	case $1 in
	dtbocfg)
		module "$E2E/guest/dtbocfg_interface" "$GUEST/module"
		kernel_modules+=("$GUEST/module/dtbocfg_interface.ko")
		;;
	*)
		module "$REPOSITORY/src/main/guest/module" "$GUEST/module"
		kernel_modules+=("$GUEST/module/okayd_overlay.ko")
		;;
	esac
	[ "$1" != own ] || module "$E2E/guest/raw_overlay" "$GUEST/raw_overlay"
}

# module SOURCE TARGET
module() {
	rm -rf "$2"
	cp -r "$1" "$2"
	quietly "$2.log" timeout 120 make -C "$2" KDIR="$GUEST/headers" ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu-
}

# busybox: $WORK/busybox/bin/busybox, a static arm64 one
busybox() {
	[ ! -x "$WORK/busybox/bin/busybox" ] || return 0
	fetch "$WORK/busybox" busybox-static arm64
	dpkg-deb -x "$WORK"/busybox/busybox-static_*.deb "$WORK/busybox"
}

# initramfs KERNEL: $GUEST/initramfs.cpio, owned by root although nobody has to be root to make it
initramfs() {
	say "initramfs"
	local root=$GUEST/root agent=$REPOSITORY/src/main/guest/agent
	rm -rf "$root"
	mkdir -p "$root"/{bin,dev,etc,mnt,proc,root,run,sys,tmp} "$root"/usr/{bin,sbin,lib/okayd} "$root/lib/modules" "$root"/var/lib
	install -m755 "$WORK/busybox/bin/busybox" "$root/bin/busybox"
	ln -s busybox "$root/bin/sh" # init makes the other names
	install -m755 "$E2E/guest/init" "$root/init"
	install -m755 "$E2E/guest/test-channel" "$root/bin/test-channel"
	install -m644 "${kernel_modules[@]}" "$root/lib/modules/"
	printf '%s\n' "${kernel_modules[@]##*/}" >"$root/lib/modules/order"
	[ "$1" != own ] || install -m644 "$GUEST/raw_overlay/raw_overlay.ko" "$root/lib/modules/"
	"$agent/install.sh" --init none "$root"
	(cd "$root" && find . | sort | cpio -o -H newc -R 0:0 --quiet) >"$GUEST/initramfs.cpio"
}

# base_tree GIC: $WORK/qemu-gicGIC.dtb, the tree that QEMU would give this machine, without the random seeds that it would add at each start
base_tree() {
	say "device tree of QEMU's virt machine, GICv$1"
	quietly "$WORK/dumpdtb.log" timeout 60 qemu-system-aarch64 -M "virt,gic-version=$1,dtb-randomness=off,dumpdtb=$WORK/qemu-gic$1.dtb" \
		-cpu cortex-a57 -smp 2 -m 512 -nic none -nographic
}
