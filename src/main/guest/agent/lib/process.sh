# process.sh: telling a process that lives from one that had the same number before, and what it has begun

# process_start PID: when it was started, in the kernel's ticks; fails when it has ended. Processes are the kernel's, in tests too.
process_start() {
	read -r stat 2>/dev/null <"/proc/$1/stat" || return
	# shellcheck disable=SC2086  # to be split, behind the name in parentheses, which may have spaces in it
	set -- ${stat##*) }
	case $1 in
	Z | X) return 1 ;; # ended, and nobody has asked how
	esac
	echo "${20}"
}

# identity PID: its number and its start, which no other process of this boot has
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

# family_of PID: its identity, and those of all that it has begun and that have not ended
family_of() (
	identity "$1"
	for child in $(children_of "$1"); do
		family_of "$child"
	done
)
