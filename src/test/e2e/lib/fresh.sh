# shellcheck shell=bash
# fresh.sh: sourced by run. A minimal Debian with only the packages that the README requires.

fresh_packages=git,maven,openjdk-17-jdk-headless

# fresh_root: makes $WORK/fresh-root, once; a run changes it only below /root, /srv and /tmp
fresh_root() {
	local root=$WORK/fresh-root mirror
	if [ "$(cat "$root/complete" 2>/dev/null)" != "$fresh_packages" ]; then
		mirror=$(debian_mirror)
		[ -n "$mirror" ] || die "apt knows no Debian mirror here: run apt-get update first"
		say "debootstrap: Debian 12 with $fresh_packages"
		rm -rf "$root"
		quietly "$WORK/debootstrap.log" debootstrap --variant=minbase --include="$fresh_packages" bookworm "$root" "$mirror"
		echo "$fresh_packages" >"$root/complete"
	fi
	copy_maven_access "$root"
}

# debian_mirror: prints the mirror that this machine's apt uses
debian_mirror() {
	# shellcheck disable=SC2016  # these are apt's variables
	apt-get indextargets --format '$(REPO_URI)|$(CODENAME)|$(ORIGIN)' | sed -n 's/|bookworm|Debian$//p' | sort -u | sed -n 1p
}

# copy_maven_access ROOT: copies this machine's access to Maven's repository: host names, certificates, Maven's settings
copy_maven_access() {
	local file
	for file in /etc/hosts /etc/resolv.conf /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/java/cacerts; do
		[ ! -e "$file" ] || cp -L "$file" "$1$file"
	done
	mkdir -p "$1/root/.m2/repository"
	rm -f "$1/root/.m2/settings.xml"
	[ ! -e "$HOME/.m2/settings.xml" ] || cp "$HOME/.m2/settings.xml" "$1/root/.m2/"
}
