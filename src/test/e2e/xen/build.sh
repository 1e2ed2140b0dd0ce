#!/bin/bash
# build.sh: builds the hypervisor, and dom0's root with Xen's tools and QEMU, from Debian's packages.
#
#   src/test/e2e/xen/build.sh DIR    ->  DIR/xen-ioreq.xz, DIR/dom0-root.tar.xz
#
# Debian's own hypervisor is built without CONFIG_IOREQ_SERVER. The build takes about one minute of CPU time, and four more for QEMU
# (build-qemu.sh), which Debian builds without Xen for arm64. An interrupted build resumes in the next run.
# shellcheck source-path=SCRIPTDIR disable=SC1091
. "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"
. "$E2E/lib/packages.sh"
# shellcheck source=sources.sh
. "$E2E/xen/sources.sh"
# shellcheck source=tools.sh
. "$E2E/xen/tools.sh"
VERSION=4.17.5+72-g01140da4e8-1 # of the source package
FRAGMENT=$E2E/xen/xen.fragment

[ $# = 1 ] || die "usage: build.sh DIR" 2
mapfile -t missing < <(
	missing_for_guest
	missing_for_xen
	missing_for_building_xen
)
require no "${missing[@]}"
mkdir -p "$1"
OUT=$(cd "$1" && pwd)

# xmake LOG TARGET...: runs make with fixed values for all that would differ between two builds
xmake() {
	local log=$1
	shift
	quietly "$log" make -C "$OUT/xen/source/xen" XEN_TARGET_ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- XEN_BUILD_DATE=2026-01-01 \
		XEN_BUILD_TIME=00:00:00 XEN_BUILD_HOST=okayd XEN_DOMAIN=okayd XEN_WHOAMI=okayd "$@"
}

# hypervisor: makes $OUT/xen-ioreq.xz
hypervisor() {
	[ ! -e "$OUT/xen-ioreq.xz" ] || return 0
	local configuration=$OUT/xen/source/xen/.config
	unpacked_source "$OUT/xen" bookworm xen "$VERSION"
	say "hypervisor: configuration, make"
	xmake "$OUT/config.log" arm64_defconfig
	cat "$FRAGMENT" >>"$configuration"
	xmake "$OUT/config.log" olddefconfig
	grep -qx CONFIG_IOREQ_SERVER=y "$configuration" || die "Kconfig did not honour CONFIG_IOREQ_SERVER"
	xmake "$OUT/make.log" -j"$(nproc)"
	xz -9e -T1 -c "$OUT/xen/source/xen/xen" >"$OUT/xen-ioreq.part"
	mv "$OUT/xen-ioreq.part" "$OUT/xen-ioreq.xz"
}

# dom0_root: makes $OUT/dom0-root.tar.xz
dom0_root() {
	local root=$OUT/dom0-root
	downloaded "$OUT/tools" bookworm "${tools_packages[@]}" xen-utils-4.17 libxenmisc4.17 libglib2.0-0 libpcre2-8-0
	say "dom0's root"
	tools "$OUT/tools/root" "$root" 4.17
	cp "$OUT/qemu/qemu-system-aarch64" "$root/usr/bin/"
	libraries "$OUT/tools/root" "$root"
	reproducible_tar "$root" "$OUT/dom0-root.tar.xz"
}

hypervisor
"$E2E/xen/build-qemu.sh" "$OUT/qemu"
dom0_root
rm -rf "$OUT/xen" "$OUT/tools" "$OUT/dom0-root"
say "done"
(cd "$OUT" && sha256sum xen-ioreq.xz dom0-root.tar.xz)
