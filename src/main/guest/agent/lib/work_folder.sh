# work_folder.sh: the folder of this process below /run, and its removal at the end of this process or at the start of the next

# make_work_folder: sets $me, the identity of this process, and $work, the folder; other functions compose file names with them.
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

# remove_leftovers: deletes the folders of killed processes. A folder with the name of this process is from an earlier boot.
remove_leftovers() {
	for folder in "$root"/run/okayd-agent.*; do
		owner=${folder##*/okayd-agent.}
		[ "$owner" = "$me" ] || ! lives "$owner" || continue
		end_reader "$folder/reader"
		rm -rf "$folder" 2>/dev/null
	done
}

# end_reader FILE: ends the reader of a killed agent, which still occupies the device of a stream
end_reader() {
	read -r left_over 2>/dev/null <"$1" || return 0
	! lives "$left_over" || kill "${left_over%%.*}" 2>/dev/null
}

# clean_up: also ends the helper processes
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
