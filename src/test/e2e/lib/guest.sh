# shellcheck shell=bash
# guest.sh: sourced by run. Each function makes one part of a guest in the folder $GUEST, or a part that all guests share in $WORK.

# guest KERNEL FOLDER: makes all parts
guest() {
	GUEST=$2
	mkdir -p "$GUEST"
	kernel "$1"
	modules "$1"
	busybox
	initramfs "$1"
}

# kernel_source: sets KERNEL_FROM to a folder with Image.xz and linux-headers.tar.xz that were built from kernel.fragment, or to nothing. A rig
# with prebuilt kernels is optional: $OKAYD_RIG, or one beside the repository.
kernel_source() {
	local rig=${OKAYD_RIG:-$REPOSITORY/../shared/rig}
	KERNEL_FROM=
	if cmp -s "$E2E/kernel/kernel.fragment" "$rig/kernel/kernel.fragment"; then
		KERNEL_FROM=$(cd "$rig/kernel" && pwd)
	elif fresh "$E2E/kernel/build.sh" "$E2E/kernel/kernel.fragment" -- "$WORK/kernel/linux-headers.tar.xz"; then
		KERNEL_FROM=$WORK/kernel
	fi
}

# kernel NAME: links $GUEST/Image and $GUEST/headers; sets kernel_modules to the modules that the guest has to load
kernel() {
	say "kernel: $1"
	"$1_kernel"
	rm -rf "$GUEST/Image" "$GUEST/headers"
	ln -s "$KERNEL/Image" "$GUEST/Image"
	ln -s "$KERNEL/headers" "$GUEST/headers"
}

# dtbocfg_kernel: the own kernel; only the module differs
dtbocfg_kernel() { own_kernel; }

# own_kernel: built from Debian's source, with an overlay core and without modules
own_kernel() {
	if [ -z "$KERNEL_FROM" ]; then
		say "building it from Debian's source, once; about 10 minutes of CPU time"
		supervise "$E2E/kernel/build.sh" "$WORK/kernel" || die "the build of the kernel failed"
		KERNEL_FROM=$WORK/kernel
	fi
	say "from $KERNEL_FROM"
	KERNEL=$WORK/own kernel_modules=()
	if ! cmp -s "$KERNEL_FROM/Image.xz" "$KERNEL/Image.xz"; then
		rm -rf "$KERNEL" && mkdir -p "$KERNEL/headers"
		xz -dc "$KERNEL_FROM/Image.xz" >"$KERNEL/Image"
		tar -xJf "$KERNEL_FROM/linux-headers.tar.xz" -C "$KERNEL/headers" --strip-components=1 --no-same-owner
		cp "$KERNEL_FROM/Image.xz" "$KERNEL/Image.xz" # last: it marks the other two as complete
	fi
}

# modules KERNEL: builds the module with the interface for overlays, and for the own kernel raw_overlay.ko for the tests. Builds them in every
# run: two seconds each
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

# busybox: fetches $WORK/busybox/bin/busybox, static, for arm64
busybox() {
	[ ! -x "$WORK/busybox/bin/busybox" ] || return 0
	fetch "$WORK/busybox" busybox-static arm64
	dpkg-deb -x "$WORK"/busybox/busybox-static_*.deb "$WORK/busybox"
}

# initramfs KERNEL: makes $GUEST/initramfs.cpio, whose files belong to root; this needs no root
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

# base_tree GIC: makes $WORK/qemu-gicGIC.dtb, the tree that QEMU gives this machine, without the random seeds of each start
base_tree() {
	say "device tree of QEMU's virt machine, GICv$1"
	quietly "$WORK/dumpdtb.log" timeout 60 qemu-system-aarch64 -M "virt,gic-version=$1,dtb-randomness=off,dumpdtb=$WORK/qemu-gic$1.dtb" \
		-cpu cortex-a57 -smp 2 -m 512 -nic none -nographic
}
