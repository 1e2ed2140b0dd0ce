# shellcheck shell=bash
# xen.sh: sourced by run. Each function makes one part of a board with Xen in $WORK/xen. A rig with prebuilt parts is optional:
# $OKAYD_RIG, or one beside the repository.

# xen_source: sets XEN_FROM to a folder with xen-ioreq.xz and dom0-root.tar.xz, or to nothing
xen_source() {
	local rig=${OKAYD_RIG:-$REPOSITORY/../shared/rig}
	XEN_FROM=
	if [ -e "$rig/xen/dom0-root.tar.xz" ]; then
		XEN_FROM=$(cd "$rig/xen" && pwd)
	elif [ -e "$WORK/xen/built/dom0-root.tar.xz" ]; then
		XEN_FROM=$WORK/xen/built
	fi
}

# hypervisor_and_tools: makes $WORK/xen/hypervisor, and $WORK/xen/dom0-root with Xen's tools
hypervisor_and_tools() {
	mkdir -p "$WORK/xen"
	if [ -z "$XEN_FROM" ]; then
		say "Xen: building it and QEMU from Debian's sources, once; about 5 minutes of CPU time"
		supervise "$E2E/xen/build.sh" "$WORK/xen/built" || die "the build of Xen failed"
		XEN_FROM=$WORK/xen/built
	fi
	say "Xen: from $XEN_FROM"
	if ! cmp -s "$XEN_FROM/dom0-root.tar.xz" "$WORK/xen/dom0-root.tar.xz"; then
		xz -dc "$XEN_FROM/xen-ioreq.xz" >"$WORK/xen/hypervisor"
		rm -rf "$WORK/xen/dom0-root" && mkdir "$WORK/xen/dom0-root"
		tar -xJf "$XEN_FROM/dom0-root.tar.xz" -C "$WORK/xen/dom0-root" --no-same-owner
		cp "$XEN_FROM/dom0-root.tar.xz" "$WORK/xen/" # last: it marks the other two as complete
	fi
}

# xen_library: fetches $WORK/xen/libxen, the headers and static libraries of Debian's libxen-dev for arm64
xen_library() {
	[ ! -d "$WORK/xen/libxen/usr" ] || return 0
	fetch "$WORK/xen/libxen" libxen-dev arm64
	dpkg-deb -x "$WORK"/xen/libxen/libxen-dev_*.deb "$WORK/xen/libxen"
}

# dom0_programs: builds the tests' programs for dom0, in every run: it takes two seconds
dom0_programs() {
	local libxen=$WORK/xen/libxen/usr
	say "relay and backend"
	quietly "$WORK/xen/relay.log" aarch64-linux-gnu-gcc -O2 -s -static -o "$WORK/xen/xenstore_relay" "$E2E/xen/xenstore_relay.c"
	quietly "$WORK/xen/disk.log" aarch64-linux-gnu-gcc -Wall -Wextra -Wno-type-limits -Werror -O2 -s -static -I"$libxen/include" -o "$WORK/xen/ioreq_disk" \
		"$E2E"/xen/disk/*.c -L"$libxen/lib/aarch64-linux-gnu" -lxendevicemodel -lxenforeignmemory -lxengnttab -lxenevtchn \
		-lxencall -lxentoollog -lxentoolcore
}

# newer_xen: makes $WORK/xen-4.20 with the unchanged hypervisor and tools of Debian 13
newer_xen() {
	local dir=$WORK/xen-4.20
	[ ! -e "$dir/hypervisor" ] || return 0
	downloaded "$dir/packages" trixie "${tools_packages[@]}" xen-hypervisor-4.20-arm64 xen-utils-4.20 libxenmisc4.20
	tools "$dir/packages/root" "$dir/dom0-root" 4.20
	libraries "$dir/packages/root" "$dir/dom0-root"
	cp "$dir/packages/root/boot/xen-4.20-arm64" "$dir/hypervisor" # last: it marks the rest as complete
	rm -rf "$dir/packages"
}

# domu: makes $WORK/xen/domu.cpio, the guest of "run linux" with another init
domu() {
	local root=$WORK/xen/domu
	rm -rf "$root"
	cp -a "$WORK/root" "$root"
	install -m755 "$E2E/xen/guest/init-domu" "$root/init"
	archive "$root" "$WORK/xen/domu.cpio"
}

# dom0 DIR: makes DIR/dom0.cpio with the tools of DIR/dom0-root
dom0() {
	local root=$1/dom0
	rm -rf "$root"
	cp -a "$1/dom0-root" "$root"
	patch_init_dom0less "$root"/usr/lib/xen-*/bin/init-dom0less
	mkdir -p "$root"/{bin,dev,proc,sys,run,tmp,usr/sbin}
	install -m755 "$WORK/busybox/bin/busybox" "$root/bin/busybox"
	ln -sf busybox "$root/bin/sh"
	install -m755 "$E2E/xen/guest/init-dom0" "$root/init"
	install -m755 "$E2E/guest/test-channel" "$WORK/xen/xenstore_relay" "$WORK/xen/ioreq_disk" "$root/bin/"
	archive "$root" "$1/dom0.cpio"
}

# patch_init_dom0less FILE: in Xen 4.17 to 4.22 (tools/helpers/init-dom0less.c, create_xenstore), the program writes cpu/0/availability/ for a
# guest with more than one vCPU. xenstored refuses a path that ends in a slash, and then neither that guest nor any later one gets its xenstore.
patch_init_dom0less() {
	grep -q 'cpu/%u/availability/' "$1" || die "${1##*/} of this Xen no longer writes cpu/N/availability/: remove this patch"
	sed -i 's|cpu/%u/availability/|cpu/%u/availability\x00|' "$1"
}

# archive DIR TARGET: packs DIR as an initramfs whose files belong to root; this needs no root
archive() { (cd "$1" && find . | sort | cpio -o -H newc -R 0:0 --quiet) >"$2"; }
