# process.sh: telling a process that lives from one that had the same number before

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
