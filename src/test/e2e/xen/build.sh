#!/bin/bash
# build.sh: the hypervisor, and dom0's root with Xen's tools and QEMU, from Debian's packages.
#
#   src/test/e2e/xen/build.sh DIR    ->  DIR/xen-ioreq.xz, DIR/dom0-root.tar.xz
#
# Debian's own hypervisor will not do: CONFIG_IOREQ_SERVER is off in it. About one minute of CPU time, and four more for QEMU
# (build-qemu.sh), which Debian builds without Xen for arm64. When it is interrupted, the next run goes on from there.
# shellcheck source-path=SCRIPTDIR disable=SC1091
. "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"
. "$E2E/lib/packages.sh"
# shellcheck source=sources.sh
. "$E2E/xen/sources.sh"
VERSION=4.17.5+72-g01140da4e8-1 # of the source package
FRAGMENT=$E2E/xen/xen.fragment
TOOLS=usr/lib/xen-4.17/bin

[ $# = 1 ] || die "usage: build.sh DIR" 2
mapfile -t missing < <(
	missing_for_guest
	missing_for_xen
	missing_for_building_xen
)
require no "${missing[@]}"
mkdir -p "$1"
OUT=$(cd "$1" && pwd)

# xmake LOG TARGET...: make, with everything fixed that would make two builds differ
xmake() {
	local log=$1
	shift
	quietly "$log" make -C "$OUT/xen/source/xen" XEN_TARGET_ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- XEN_BUILD_DATE=2026-01-01 \
		XEN_BUILD_TIME=00:00:00 XEN_BUILD_HOST=okayd XEN_DOMAIN=okayd XEN_WHOAMI=okayd "$@"
}

# hypervisor: $OUT/xen-ioreq.xz
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

# needed FILE...: the libraries that they name
needed() { aarch64-linux-gnu-readelf -d "$@" | sed -nE 's/.*\(NEEDED\).*\[(.*)\]/\1/p'; }

# copy_library NAME: into the root, with all that it needs
copy_library() {
	local folder name=$1 next
	for folder in lib/aarch64-linux-gnu usr/lib/aarch64-linux-gnu usr/lib/xen-4.17/lib/aarch64-linux-gnu; do
		[ -e "$OUT/tools/root/$folder/$name" ] || continue
		[ ! -e "$OUT/dom0-root/usr/lib/aarch64-linux-gnu/$name" ] || return 0
		cp -L "$OUT/tools/root/$folder/$name" "$OUT/dom0-root/usr/lib/aarch64-linux-gnu/"
		for next in $(needed "$OUT/dom0-root/usr/lib/aarch64-linux-gnu/$name"); do copy_library "$next"; done
		return
	done
	die "no package has $name"
}

# dom0_root: $OUT/dom0-root.tar.xz
dom0_root() {
	local root=$OUT/dom0-root program library
	downloaded "$OUT/tools" xen-utils-4.17 xenstore-utils "${xen_libraries[@]}" libc6 libgcc-s1 libfdt1 libyajl2 libuuid1 zlib1g libglib2.0-0 libpcre2-8-0
	say "dom0's root"
	rm -rf "$root" && mkdir -p "$root"/{etc/xen,lib,usr/bin,usr/lib/aarch64-linux-gnu,"$TOOLS"} "$root"/var/{lib/xen,lib/xenstored,lock,log/xen}
	: >"$root/etc/xen/xl.conf"
	for program in xl libxl-save-helper xenstored xenconsoled xenconsole xen-init-dom0 init-dom0less; do
		cp "$OUT/tools/root/$TOOLS/$program" "$root/$TOOLS/"
	done
	for program in xenstore-ls xenstore-read xenstore-write xenstore-watch; do cp -L "$OUT/tools/root/usr/bin/$program" "$root/usr/bin/"; done
	cp "$OUT/qemu/qemu-system-aarch64" "$root/usr/bin/"
	# xl loads libgcc_s when it runs, and names it nowhere
	for library in libgcc_s.so.1 ld-linux-aarch64.so.1 $(needed "$root/$TOOLS"/* "$root"/usr/bin/*); do copy_library "$library"; done
	ln -s ../usr/lib/aarch64-linux-gnu "$root/lib/aarch64-linux-gnu"
	ln -s aarch64-linux-gnu/ld-linux-aarch64.so.1 "$root/lib/ld-linux-aarch64.so.1"
	reproducible_tar "$root" "$OUT/dom0-root.tar.xz"
}

hypervisor
"$E2E/xen/build-qemu.sh" "$OUT/qemu"
dom0_root
rm -rf "$OUT/xen" "$OUT/tools" "$OUT/dom0-root"
say "done"
(cd "$OUT" && sha256sum xen-ioreq.xz dom0-root.tar.xz)
