# shellcheck shell=bash
# sources.sh: sourced by run and the build scripts beside it. Downloads and unpacks Debian's packages and source packages.

# source_apt DIR SUITE: makes a private apt state (see lib/packages.sh) that includes the sources of a suite
source_apt() {
	private_apt "$1" arm64 "$2"
	sed -i 'p; s/^deb /deb-src /' "$1/sources.list"
	quietly "$1/update.log" env APT_CONFIG="$1/apt.conf" timeout 300 apt-get update
}

# unpacked_source DIR SUITE PACKAGE VERSION: makes DIR/source of that version, or of the newest if Debian no longer has that one
unpacked_source() {
	local dir=$1 suite=$2 package=$3 version=$4
	[ ! -d "$dir/source" ] || return 0
	mkdir -p "$dir/dsc"
	source_apt "$dir/apt" "$suite"
	say "apt-get source $package=$version"
	env -C "$dir/dsc" APT_CONFIG="$dir/apt/apt.conf" timeout 600 apt-get -q source --download-only "$package=$version" >"$dir/dsc.log" 2>&1 || {
		say "Debian no longer has $package $version: using the newest version, so the result will differ from the reference"
		quietly "$dir/dsc.log" env -C "$dir/dsc" APT_CONFIG="$dir/apt/apt.conf" timeout 600 apt-get -q source --download-only "$package"
	}
	rm -rf "$dir/source.part"
	quietly "$dir/unpack.log" dpkg-source --no-copy -x "$dir"/dsc/*.dsc "$dir/source.part"
	mv "$dir/source.part" "$dir/source"
}

# downloaded DIR RELEASE PACKAGE...: makes DIR/root with these packages of a release of Debian for arm64
downloaded() {
	local dir=$1 release=$2 deb
	shift 2
	[ ! -d "$dir/root" ] || return 0
	mkdir -p "$dir/deb"
	private_apt "$dir/apt" arm64 "$release"
	say "apt-get download $1 and $(($# - 1)) more"
	quietly "$dir/download.log" env -C "$dir/deb" APT_CONFIG="$dir/apt/apt.conf" timeout 600 apt-get -q download "$@"
	rm -rf "$dir/root.part"
	for deb in "$dir"/deb/*.deb; do dpkg-deb -x "$deb" "$dir/root.part"; done
	mv "$dir/root.part" "$dir/root"
}

# reproducible_tar DIR TARGET: packs DIR; the same files give the same bytes
reproducible_tar() {
	tar --sort=name --mtime=@1767225600 --owner=0 --group=0 --numeric-owner -C "$1" -c . | xz -9e -T1 -c >"$2.part"
	mv "$2.part" "$2"
}

xen_libraries=(libxenstore4 libxencall1 libxendevicemodel1 libxenevtchn1 libxenforeignmemory1 libxengnttab1 libxenhypfs1
	libxentoolcore1 libxentoollog1)
