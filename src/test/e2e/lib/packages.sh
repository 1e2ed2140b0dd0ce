# shellcheck shell=bash
# packages.sh: sourced by run and kernel/build.sh. Packages to install on this machine, and packages that are only downloaded from Debian.

# missing_commands COMMAND=PACKAGE...: prints the packages of missing commands
missing_commands() {
	local pair
	for pair; do command -v "${pair%%=*}" >/dev/null || echo "${pair#*=}"; done
}

# missing_for_guest: prints missing packages for building and running the guest
missing_for_guest() {
	missing_commands qemu-system-aarch64=qemu-system-arm dtc=device-tree-compiler fdtput=device-tree-compiler \
		fdtoverlay=device-tree-compiler aarch64-linux-gnu-gcc=gcc-aarch64-linux-gnu make=make cpio=cpio xz=xz-utils tar=tar \
		python3=python3 flock=util-linux dpkg-deb=dpkg
	[ -f "$debian_keyring" ] || echo debian-archive-keyring
}

# missing_for_kernel: prints further missing packages for building the kernel
missing_for_kernel() {
	missing_commands gcc=gcc flex=flex bison=bison bc=bc perl=perl
	[ -e /usr/include/stdio.h ] || echo libc6-dev
}

# missing_for_xen: prints further missing packages for dom0's programs and for the commands of the documentation
missing_for_xen() {
	missing_commands curl=curl
	[ -e /usr/aarch64-linux-gnu/include/stdio.h ] || echo libc6-dev-arm64-cross
}

# missing_for_building_xen: prints further missing packages for building the hypervisor
missing_for_building_xen() {
	missing_commands gcc=gcc flex=flex bison=bison dpkg-source=dpkg-dev patch=patch ninja=ninja-build pkg-config=pkg-config
	/usr/bin/python3 -c 'import ensurepip' 2>/dev/null || echo python3-venv
}

# missing_for_model: prints missing packages for searching the protocol's model
missing_for_model() {
	missing_commands spin=spin gcc=gcc python3=python3 flock=util-linux
	[ -e /usr/include/stdio.h ] || echo libc6-dev
}

# missing_java: okayd needs Java 17 or newer, from JAVA_HOME or else from PATH
missing_java() {
	local java=${JAVA_HOME:+$JAVA_HOME/bin/}java version
	version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' || true)
	[ "${version:-0}" -ge 17 ] || echo default-jdk-headless
}

# missing_postgresql: Debian's package, unless Maven has downloaded PostgreSQL for okayd's own tests
missing_postgresql() {
	if ! command -v initdb >/dev/null && [ -z "$(compgen -G '/usr/lib/postgresql/*/bin/postgres')" ] &&
		[ -z "$(compgen -G "${MAVEN_REPOSITORY:-$HOME/.m2/repository}/io/zonky/test/postgres/embedded-postgres-binaries-linux-*/*/*.jar")" ]; then
		echo postgresql
	fi
}

# require INSTALL PACKAGE...: installs the packages if INSTALL is yes; else lists them and exits. Does nothing without a PACKAGE.
require() {
	local install=$1 packages
	shift
	[ $# -gt 0 ] || return 0
	mapfile -t packages < <(printf '%s\n' "$@" | sort -u)
	if [ "$install" != yes ]; then
		echo "error: missing Debian packages: ${packages[*]}" >&2
		echo "       apt-get install --no-install-recommends ${packages[*]}" >&2
		exit 2
	fi
	[ "$(id -u)" = 0 ] || die "--install installs ${packages[*]}: run it as root" 2
	say "apt-get install ${packages[*]}"
	quietly "$WORK/install.log" apt-get update
	quietly "$WORK/install.log" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"
}

debian_keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# private_apt DIR ARCH [RELEASE]: makes a separate apt state for bookworm or another release of Debian, and for ARCH, so that this machine's
# sources, lists and architectures do not change. It uses this machine's mirror. Afterwards: APT_CONFIG=DIR/apt.conf apt-get download PACKAGE
private_apt() {
	local dir=$1 arch=$2 release=${3:-bookworm} uri suite
	mkdir -p "$dir"/etc/apt.conf.d "$dir"/etc/preferences.d "$dir"/state/lists/partial "$dir"/cache/archives/partial
	: >"$dir/status"
	# shellcheck disable=SC2016  # these are apt's variables
	apt-get indextargets --format '$(REPO_URI)|$(CODENAME)|$(ORIGIN)' | sed -n 's/|Debian$//p' |
		while IFS='|' read -r uri suite; do
			case $suite in
			*-security) suite=$release-security ;;
			*-updates) suite=$release-updates ;;
			*) suite=$release ;;
			esac
			echo "deb [signed-by=$debian_keyring] $uri $suite main"
		done | sort -u >"$dir/sources.list"
	[ -s "$dir/sources.list" ] || die "apt knows no Debian mirror here: run apt-get update first"
	cat >"$dir/apt.conf" <<-END
		Dir::Etc "$dir/etc";
		Dir::Etc::sourcelist "$dir/sources.list";
		Dir::Etc::sourceparts "-";
		Dir::State "$dir/state";
		Dir::State::status "$dir/status";
		Dir::Cache "$dir/cache";
		APT::Architecture "$arch";
		APT::Architectures { "$arch"; };
		APT::Sandbox::User "root";
		Acquire::Languages "none";
	END
	quietly "$dir/update.log" env APT_CONFIG="$dir/apt.conf" timeout 300 apt-get update
}

# apt_serves PACKAGE:ARCH [VERSION]: true if this machine's apt can download it. No "grep -q": it exits at the first match, and with pipefail the
# broken pipe of apt-cache would fail the pipeline.
apt_serves() { apt-cache -q madison "$1" 2>/dev/null | grep -v ' Sources$' | grep -F " ${2:-|} " >/dev/null; }

# fetch DIR PACKAGE ARCH: downloads PACKAGE, or PACKAGE=VERSION, into the new folder DIR, without installing it
fetch() {
	local dir=$1 package=$2 arch=$3 name=${2%%=*} apt
	rm -rf "$dir" && mkdir -p "$dir"
	if apt_serves "$name:$arch"; then
		apt=(env -C "$dir" apt-get -q -o APT::Sandbox::User=root)
		package=${package/$name/$name:$arch}
	else
		say "this machine's apt has no $name for $arch: using its mirror with a separate apt state"
		private_apt "$dir.apt" "$arch"
		apt=(env -C "$dir" APT_CONFIG="$dir.apt/apt.conf" apt-get -q)
	fi
	say "apt-get download $package"
	quietly "$dir.log" timeout 600 "${apt[@]}" download "$package"
}
