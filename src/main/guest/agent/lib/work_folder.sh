# work_folder.sh: the folder of this process below /run, and what is cleaned up when it ends, or by the next one

# Functions name files by the two variables that this sets: $me is the identity of this process, $work the folder.
make_work_folder() {
	child='' helpers=''
	me=$(identity $$) || die "there is no /proc"
	work=$root/run/okayd-agent.$me
	mkdir -p "$root/run"
	remove_leftovers
	forget_hangs
	(umask 077 && mkdir "$work" 2>/dev/null) || die "there is no room below /run"
	trap 'clean_up' EXIT
	trap 'leave 129' HUP
	trap 'leave 130' INT
	trap 'leave 143' TERM
}

# remove_leftovers: the folders of processes that were killed. One with this one's own name is of an earlier boot.
remove_leftovers() {
	for folder in "$root"/run/okayd-agent.*; do
		owner=${folder##*/okayd-agent.}
		[ "$owner" = "$me" ] || ! lives "$owner" || continue
		end_reader "$folder/reader"
		rm -rf "$folder" 2>/dev/null
	done
}

# end_reader FILE: it outlives an agent that was killed, and keeps the device of a stream to itself
end_reader() {
	read -r left_over 2>/dev/null <"$1" || return 0
	! lives "$left_over" || kill "${left_over%%.*}" 2>/dev/null
}

# clean_up: with the processes that do their work beside this one
clean_up() {
	for helper in $helpers; do
		kill "$helper" 2>/dev/null
	done
	rm -rf "$work"
	release_lock
}

leave() {
	[ -z "$child" ] || kill "$child" 2>/dev/null
	exit "$1"
}
