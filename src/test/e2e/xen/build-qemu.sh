#!/bin/bash
# build-qemu.sh: builds QEMU 10 with xenpvh, its machine for guests of Xen, for an arm64 dom0, from Debian 13's source and Debian 12's libraries.
#
#   src/test/e2e/xen/build-qemu.sh DIR    ->  DIR/qemu-system-aarch64
#
# It takes about four minutes of CPU time, and 1.5 GB of disk while it runs.
# shellcheck source-path=SCRIPTDIR disable=SC1091
. "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"
. "$E2E/lib/packages.sh"
# shellcheck source=sources.sh
. "$E2E/xen/sources.sh"
VERSION=1:10.0.13+ds-0+deb13u1 # of the source package
LIBRARIES=usr/lib/aarch64-linux-gnu

[ $# = 1 ] || die "usage: build-qemu.sh DIR" 2
mapfile -t missing < <(
	missing_for_guest
	missing_for_xen
	missing_for_building_xen
)
require no "${missing[@]}"
mkdir -p "$1"
OUT=$(cd "$1" && pwd)
[ ! -e "$OUT/qemu-system-aarch64" ] || exit 0

# devices: unpacks the source, and selects the devices that a backend needs
devices() {
	unpacked_source "$OUT/qemu" trixie qemu "$VERSION"
	# Debian's source has no firmware, which the build would unpack
	sed -i 's/^if unpack_edk2_blobs/if false/' "$OUT/qemu/source/pc-bios/meson.build"
	printf 'CONFIG_VIRTIO_MMIO=y\nCONFIG_VIRTIO_BLK=y\nCONFIG_VIRTIO_RNG=y\n' >"$OUT/qemu/source/configs/devices/aarch64-softmmu/okayd.mak"
}

# meson: makes $OUT/venv with Debian 13's meson, which this source requires
meson() {
	[ ! -x "$OUT/venv/bin/meson" ] || return 0
	local deb
	quietly "$OUT/meson.log" env -C "$OUT" APT_CONFIG="$OUT/qemu/apt/apt.conf" timeout 300 apt-get -q download meson python3-pycotap
	for deb in "$OUT"/meson_*.deb "$OUT"/python3-pycotap_*.deb; do dpkg-deb -x "$deb" "$OUT/meson"; done
	quietly "$OUT/venv.log" /usr/bin/python3 -m venv "$OUT/venv"
	cp -r "$OUT"/meson/usr/lib/python3/dist-packages/* "$OUT"/venv/lib/python3*/site-packages/
	printf '#!%s\nimport sys\nfrom mesonbuild.mesonmain import main\nsys.exit(main())\n' "$OUT/venv/bin/python3" >"$OUT/venv/bin/meson"
	chmod +x "$OUT/venv/bin/meson"
}

# libraries: makes $OUT/arm64/root. Debian 12 still has some libraries in /lib, and links of its -dev packages point there.
libraries() {
	local root=$OUT/arm64/root link
	downloaded "$OUT/arm64" bookworm libglib2.0-0 libglib2.0-dev libpcre2-8-0 libpcre2-dev libpixman-1-0 libpixman-1-dev libfdt1 libfdt-dev libffi8 libffi-dev \
		zlib1g zlib1g-dev libmount1 libmount-dev libblkid1 libblkid-dev libselinux1 libselinux1-dev libsepol-dev libuuid1 uuid-dev libxen-dev \
		libxenmisc4.17 "${xen_libraries[@]}"
	cp -a "$root/lib/aarch64-linux-gnu/." "$root/$LIBRARIES/"
	find "$root/$LIBRARIES" -maxdepth 1 -type l -lname '/lib/*' | while read -r link; do ln -sfn "$(basename "$(readlink "$link")")" "$link"; done
	mkdir -p "$OUT/bin"
	cat >"$OUT/bin/aarch64-linux-gnu-pkg-config" <<-END
		#!/bin/sh
		export PKG_CONFIG_SYSROOT_DIR=$root PKG_CONFIG_LIBDIR=$root/$LIBRARIES/pkgconfig:$root/usr/share/pkgconfig
		exec pkg-config "\$@"
	END
	chmod +x "$OUT/bin/aarch64-linux-gnu-pkg-config"
}

configure() {
	local root=$OUT/arm64/root
	say "QEMU: configure"
	mkdir -p "$OUT/build"
	[ -f "$OUT/build/build.ninja" ] || quietly "$OUT/configure.log" env -C "$OUT/build" PATH="$OUT/bin:$PATH" ../qemu/source/configure \
		--python="$OUT/venv/bin/python3" --cross-prefix=aarch64-linux-gnu- --target-list=aarch64-softmmu --without-default-features \
		--without-default-devices --with-devices-aarch64=okayd --enable-xen --disable-install-blobs --disable-tcg --disable-kvm --disable-tools \
		--disable-docs --disable-guest-agent --disable-werror --enable-fdt=system --prefix=/usr --disable-download \
		--extra-cflags="-I$root/usr/include -I$root/usr/include/aarch64-linux-gnu -ffile-prefix-map=$OUT/=" \
		--extra-ldflags="-L$root/$LIBRARIES -Wl,-rpath-link,$root/$LIBRARIES"
}

# program: makes $OUT/qemu-system-aarch64
program() {
	say "QEMU: ninja"
	quietly "$OUT/ninja.log" env PATH="$OUT/bin:$PATH" ninja -C "$OUT/build" qemu-system-aarch64
	aarch64-linux-gnu-strip -o "$OUT/stripped" "$OUT/build/qemu-system-aarch64"
	mv "$OUT/stripped" "$OUT/qemu-system-aarch64"
}

devices
meson
libraries
configure
program
rm -rf "${OUT:?}"/{qemu,meson,venv,arm64,build,bin}
