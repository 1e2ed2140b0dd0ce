# process.sh: identifies processes across reuse of their numbers, and lists descendants

# process_start PID: prints its start time in the kernel's ticks; fails if it has ended. Reads the real /proc, in tests too.
process_start() {
	read -r stat 2>/dev/null <"/proc/$1/stat" || return
	# shellcheck disable=SC2086  # split into fields after the name in parentheses, which may contain spaces
	set -- ${stat##*) }
	case $1 in
	Z | X) return 1 ;; # ended, not yet reaped
	esac
	echo "${20}"
}

# identity PID: prints its number and its start time, which are unique in this boot
identity() { start=$(process_start "$1") && echo "$1.$start"; }

# lives IDENTITY
lives() { [ "$(identity "${1%%.*}")" = "$1" ]; }

# children_of PID
children_of() (
	for stat_file in /proc/[0-9]*/stat; do
		read -r stat 2>/dev/null <"$stat_file" || continue
		parent=${stat##*) ? }
		[ "${parent%% *}" = "$1" ] || continue
		child=${stat_file#/proc/}
		echo "${child%/stat}"
	done
)

# family_of PID: prints the identities of the process and of its living descendants
family_of() (
	identity "$1"
	for child in $(children_of "$1"); do
		family_of "$child"
	done
)
