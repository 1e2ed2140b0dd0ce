# shellcheck shell=bash
# tools.sh: sourced by run and build.sh. Makes dom0's root with Xen's tools from Debian's packages.

# shellcheck disable=SC2154  # set in sources.sh
tools_packages=(xenstore-utils "${xen_libraries[@]}" libc6 libgcc-s1 libfdt1 libyajl2 libuuid1 zlib1g)

# tools FROM ROOT VERSION: makes a new ROOT with the tools of a version of Xen from the unpacked packages FROM; call libraries afterwards
tools() {
	local from=$1 root=$2 folder=usr/lib/xen-$3/bin program
	rm -rf "$root" && mkdir -p "$root"/{etc/xen,lib,usr/bin,usr/lib/aarch64-linux-gnu,"$folder"} "$root"/var/{lib/xen,lib/xenstored,lock,log/xen}
	: >"$root/etc/xen/xl.conf"
	for program in xl libxl-save-helper xenstored xenconsoled xenconsole xen-init-dom0 init-dom0less; do
		cp "$from/$folder/$program" "$root/$folder/"
	done
	for program in xenstore-ls xenstore-read xenstore-write xenstore-watch; do cp -L "$from/usr/bin/$program" "$root/usr/bin/"; done
}

# libraries FROM ROOT: copies the libraries that the programs in ROOT need
libraries() {
	local library
	# xl loads libgcc_s at run time, without a NEEDED entry
	for library in libgcc_s.so.1 ld-linux-aarch64.so.1 $(needed "$2"/usr/lib/xen-*/bin/* "$2"/usr/bin/*); do copy_library "$1" "$2" "$library"; done
	ln -s ../usr/lib/aarch64-linux-gnu "$2/lib/aarch64-linux-gnu"
	ln -s aarch64-linux-gnu/ld-linux-aarch64.so.1 "$2/lib/ld-linux-aarch64.so.1"
}

# needed FILE...: prints the libraries in their NEEDED entries
needed() { aarch64-linux-gnu-readelf -d "$@" | sed -nE 's/.*\(NEEDED\).*\[(.*)\]/\1/p'; }

# copy_library FROM ROOT NAME: copies one of them, with its dependencies
copy_library() {
	local file next target=$2/usr/lib/aarch64-linux-gnu/$3
	[ ! -e "$target" ] || return 0
	for file in "$1"/{lib,usr/lib,usr/lib/xen-*/lib}/aarch64-linux-gnu/"$3"; do
		[ -e "$file" ] || continue
		cp -L "$file" "$target"
		for next in $(needed "$target"); do copy_library "$1" "$2" "$next"; done
		return
	done
	die "no package has $3"
}
