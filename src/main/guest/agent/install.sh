#!/bin/sh
# install.sh: installs okayd-agent into a guest.
#
#   ./install.sh [--init systemd|sysvinit|none] [DESTDIR]
#
# --init selects what starts the agent: a systemd unit (default), a script for sysvinit and BusyBox's init, or nothing. DESTDIR is the root
# directory of the guest (default: this system's). An existing configuration is kept.
set -eu

usage() {
	sed -n '2,/^# directory/s/^# \{0,1\}//p' "$0" >&2
	exit 2
}

init=systemd
if [ "${1:-}" = --init ]; then
	init=${2:-}
	shift 2 || usage
fi
case $init/$# in
systemd/[01] | sysvinit/[01] | none/[01]) ;;
*) usage ;;
esac
here=$(cd "$(dirname "$0")" && pwd)
root=${1:-}

# put_as MODE FILE TARGET: copies to another name and renames, so that an agent that starts meanwhile, or after a power cut, finds the old file
# or the new one
put_as() (
	umask 077
	cp "$2" "$3.new"
	chmod "$1" "$3.new"
	mv -f "$3.new" "$3"
)

# put MODE DIRECTORY FILE...
put() {
	mode=$1 directory=$root$2
	shift 2
	mkdir -p "$directory"
	for file; do
		put_as "$mode" "$file" "$directory/${file##*/}"
	done
}

put 755 /usr/sbin "$here/okayd-agent"
put 644 /usr/lib/okayd "$here"/lib/*.sh
put 644 /usr/share/doc/okayd-agent "$here/README.md" "$here/agent.conf.example" "$here/allow.example"
for hook in "$here"/quiesce.d/*; do
	[ -e "$root/etc/okayd/quiesce.d/${hook##*/}" ] || put 755 /etc/okayd/quiesce.d "$hook"
done
if [ ! -e "$root/etc/okayd/agent.conf" ]; then
	put_as 600 "$here/agent.conf.example" "$root/etc/okayd/agent.conf"
fi
case $init in
systemd) put 644 /usr/lib/systemd/system "$here/init/okayd-agent.service" ;;
sysvinit)
	mkdir -p "$root/etc/init.d"
	put_as 755 "$here/init/okayd-agent.init" "$root/etc/init.d/okayd-agent"
	;;
none) ;;
esac
