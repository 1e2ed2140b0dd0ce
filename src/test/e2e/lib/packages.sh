# shellcheck shell=bash
# packages.sh: sourced by run and kernel/build.sh. What has to be installed on this machine, and what is only fetched from Debian.

# missing_commands COMMAND=PACKAGE...: prints the packages of the commands that are not there
missing_commands() {
	local pair
	for pair; do command -v "${pair%%=*}" >/dev/null || echo "${pair#*=}"; done
}

# missing_for_guest: what making and running the guest takes
missing_for_guest() {
	missing_commands qemu-system-aarch64=qemu-system-arm dtc=device-tree-compiler fdtput=device-tree-compiler \
		fdtoverlay=device-tree-compiler aarch64-linux-gnu-gcc=gcc-aarch64-linux-gnu make=make cpio=cpio xz=xz-utils tar=tar \
		python3=python3 flock=util-linux dpkg-deb=dpkg
	[ -f "$debian_keyring" ] || echo debian-archive-keyring
}

# missing_for_kernel: what building the kernel takes besides
missing_for_kernel() {
	missing_commands gcc=gcc flex=flex bison=bison bc=bc perl=perl
	[ -e /usr/include/stdio.h ] || echo libc6-dev
}

# missing_for_xen: what making dom0's own programs, and the commands of the documentation, take besides
missing_for_xen() {
	missing_commands curl=curl
	[ -e /usr/aarch64-linux-gnu/include/stdio.h ] || echo libc6-dev-arm64-cross
}

# missing_for_building_xen: what building the hypervisor takes besides
missing_for_building_xen() {
	missing_commands gcc=gcc flex=flex bison=bison dpkg-source=dpkg-dev patch=patch ninja=ninja-build pkg-config=pkg-config
	/usr/bin/python3 -c 'import ensurepip' 2>/dev/null || echo python3-venv
}

# missing_for_model: what searching the protocol's model takes
missing_for_model() {
	missing_commands spin=spin gcc=gcc python3=python3 flock=util-linux
	[ -e /usr/include/stdio.h ] || echo libc6-dev
}

# missing_java: okayd runs on Java 17 or newer, from JAVA_HOME or else from PATH
missing_java() {
	local java=${JAVA_HOME:+$JAVA_HOME/bin/}java version
	version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' || true)
	[ "${version:-0}" -ge 17 ] || echo default-jdk-headless
}

# missing_postgresql: Debian's, unless there is the one that Maven has fetched for okayd's own tests
missing_postgresql() {
	if ! command -v initdb >/dev/null && [ -z "$(compgen -G '/usr/lib/postgresql/*/bin/postgres')" ] &&
		[ -z "$(compgen -G "${MAVEN_REPOSITORY:-$HOME/.m2/repository}/io/zonky/test/postgres/embedded-postgres-binaries-linux-*/*/*.jar")" ]; then
		echo postgresql
	fi
}

# require INSTALL PACKAGE...: nothing when there is no PACKAGE. Otherwise installs them when INSTALL is yes, or names them and stops.
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

# private_apt DIR ARCH [RELEASE]: an apt state of its own for bookworm or another release of Debian, and ARCH, so that this machine's sources,
# lists and architectures stay as they are. It uses the mirror that this machine uses. Afterwards: APT_CONFIG=DIR/apt.conf apt-get download PACKAGE
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

# apt_serves PACKAGE:ARCH [VERSION]: true when this machine's apt could download it. No "grep -q": it stops reading as soon as it found
# something, and with pipefail the broken pipe of apt-cache would be our failure.
apt_serves() { apt-cache -q madison "$1" 2>/dev/null | grep -v ' Sources$' | grep -F " ${2:-|} " >/dev/null; }

# fetch DIR PACKAGE ARCH: downloads PACKAGE, or PACKAGE=VERSION, into the new folder DIR, and installs nothing
fetch() {
	local dir=$1 package=$2 arch=$3 name=${2%%=*} apt
	rm -rf "$dir" && mkdir -p "$dir"
	if apt_serves "$name:$arch"; then
		apt=(env -C "$dir" apt-get -q -o APT::Sandbox::User=root)
		package=${package/$name/$name:$arch}
	else
		say "this machine's apt has no $name for $arch: asking its mirror in an apt directory of its own"
		private_apt "$dir.apt" "$arch"
		apt=(env -C "$dir" APT_CONFIG="$dir.apt/apt.conf" apt-get -q)
	fi
	say "apt-get download $package"
	quietly "$dir.log" timeout 600 "${apt[@]}" download "$package"
}
