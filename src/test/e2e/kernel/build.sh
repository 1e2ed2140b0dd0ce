#!/bin/bash
# build.sh: builds the guest's kernel from Debian's linux-source-6.1 package and the kernel.fragment beside this script.
#
#   src/test/e2e/kernel/build.sh DIR    ->  DIR/Image.xz, DIR/linux-headers.tar.xz
#
# It takes about ten minutes of CPU time, and 2.5 GB of disk below DIR while it runs; an interrupted build resumes in the next run. The same source
# package and compiler give the same bytes.
# shellcheck source-path=SCRIPTDIR disable=SC1091
. "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"
. "$E2E/lib/packages.sh"
VERSION=6.1.192-2 # of the source package
FRAGMENT=$E2E/kernel/kernel.fragment

[ $# = 1 ] || die "usage: build.sh DIR" 2
mapfile -t missing < <(
	missing_for_guest
	missing_for_kernel
)
require no "${missing[@]}"
mkdir -p "$1"
OUT=$(cd "$1" && pwd)
TREE=$OUT/source BUILD=$OUT/build

# source_tree: makes $TREE
source_tree() {
	[ ! -f "$TREE/.complete" ] || return 0
	local package=linux-source-6.1=$VERSION arch
	arch=$(dpkg --print-architecture)
	if ! apt_serves "linux-source-6.1:$arch" "$VERSION"; then
		package=linux-source-6.1
		say "apt does not have linux-source-6.1 $VERSION: using the newest version, so the kernel will differ from the reference"
	fi
	fetch "$OUT/deb" "$package" "$arch"
	say "unpacking the source"
	rm -rf "$TREE" && mkdir "$TREE"
	dpkg-deb --fsys-tarfile "$OUT"/deb/linux-source-6.1_*.deb | tar -xO ./usr/src/linux-source-6.1.tar.xz | tar -xJ -C "$TREE" --strip-components=1
	touch "$TREE/.complete"
}

# kmake LOG ARGUMENT...: runs make with fixed values for all that would differ between two builds
kmake() {
	local log=$1
	shift
	quietly "$log" make -C "$TREE" O="$BUILD" ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- KBUILD_BUILD_TIMESTAMP=2026-01-01 \
		KBUILD_BUILD_USER=okayd KBUILD_BUILD_HOST=okayd KBUILD_BUILD_VERSION=1 "$@"
}

# configure: turns on only the options of kernel.fragment. Kconfig silently drops options that it cannot honour, so this function checks them.
configure() {
	say "configuration"
	mkdir -p "$BUILD"
	kmake "$OUT/config.log" KCONFIG_ALLCONFIG="$FRAGMENT" allnoconfig
	local line
	while read -r line; do
		case $line in CONFIG_*) grep -qxF "$line" "$BUILD/.config" || die "Kconfig did not honour $line" ;; esac
	done <"$FRAGMENT"
}

# image: makes $OUT/Image.xz. The target "modules" builds no module but writes Module.symvers.
image() {
	say "make Image modules"
	kmake "$OUT/make.log" -s -j"$(nproc)" Image modules
	xz -9e -T1 -c "$BUILD/arch/arm64/boot/Image" >"$OUT/Image.xz"
}

# header_files: prints the source files that an external module build needs
header_files() {
	cd "$TREE"
	echo Makefile
	find . arch/arm64 -maxdepth 1 \( -name 'Makefile*' -o -name Kbuild -o -name 'Kconfig*' \) -type f
	find include arch/arm64/include -type f
	find arch/arm64 \( -name Kbuild.platforms -o -name Platform \)
	find scripts \( -path scripts/kconfig -o -path scripts/dtc -o -path scripts/coccinelle -o -path scripts/gdb \
		-o -path scripts/gcc-plugins -o -path scripts/atomic -o -path scripts/selinux -o -path scripts/genksyms \
		-o -path scripts/package \) -prune -o \( -type f -o -type l \) -print | grep -vE '/(checkpatch|get_maintainer|kernel-doc)'
}

# built_files: prints the built files that it needs; two of them are programs for this machine
built_files() {
	cd "$BUILD"
	printf '%s\n' .config Module.symvers scripts/module.lds scripts/basic/fixdep scripts/mod/modpost
	find include arch/arm64/include -type f ! -name '*.cmd' ! -name '.*'
}

# headers: makes $OUT/linux-headers.tar.xz, last and by a rename: its presence marks a complete build.
headers() {
	say "headers"
	local name dir
	name=linux-headers-$(cat "$BUILD/include/config/kernel.release")
	dir=$OUT/$name
	rm -rf "$dir" && mkdir "$dir"
	header_files | sort -u | tar -C "$TREE" -T - -c | tar -x -C "$dir"
	built_files | tar -C "$BUILD" -T - -c | tar -x -C "$dir"
	strip "$dir/scripts/basic/fixdep" "$dir/scripts/mod/modpost"
	tar -C "$OUT" --sort=name --mtime=@1767225600 --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -c "$name" | xz -9e -T1 -c >"$OUT/headers.part"
	mv "$OUT/headers.part" "$OUT/linux-headers.tar.xz"
	rm -rf "$dir"
}

source_tree
configure
image
headers
rm -rf "$TREE" "$BUILD" "$OUT/deb"
say "done"
(cd "$OUT" && sha256sum Image.xz linux-headers.tar.xz)
