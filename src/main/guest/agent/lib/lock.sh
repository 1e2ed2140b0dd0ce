# lock.sh: one "run" in a guest, and no more

# The lock is a directory with one file in it, named by the identity of the holder. Each step is one that the kernel lets one process only
# do: to make the directory, to rename the file of a holder that is dead, and to delete the directory when it is empty.
lock=''

run_alone() {
	take_lock "$root/run/okayd-agent-lock" && return
	log "an okayd-agent that serves okayd runs here already, as process ${holder%%.*}"
	exit 1
}

# take_lock DIRECTORY: or fails, with the holder in $holder
take_lock() {
	for attempt in 1 2 3 4 5 6 7 8 9; do
		if mkdir "$1" 2>/dev/null; then
			true 2>/dev/null >"$1/$me"
		else
			holder=$(first_in "$1")
			case $holder in
			'') rmdir "$1" 2>/dev/null ;;
			"$me") ;; # of an earlier boot
			*)
				! lives "$holder" || return 1
				mv "$1/$holder" "$1/$me" 2>/dev/null
				;;
			esac
		fi
		[ "$(echo "$1"/*)" != "$1/$me" ] || {
			lock=$1
			return
		}
		rm -f "$1/$me" # not alone, or not there: somebody was faster, or was interrupted between two steps
	done
	die "cannot lock $1, after $attempt attempts"
}

# first_in DIRECTORY: the name of a file in it
first_in() {
	for file in "$1"/*; do
		[ ! -e "$file" ] || echo "${file##*/}"
		return
	done
}

release_lock() {
	[ -n "$lock" ] || return
	rm -f "$lock/$me"
	rmdir "$lock" 2>/dev/null
}
