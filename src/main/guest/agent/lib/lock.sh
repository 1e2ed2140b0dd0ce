# lock.sh: allows one "run" in a guest

# The lock is a directory with one file, whose name is the identity of the holder. The kernel makes each step atomic: creating the directory,
# renaming the file of a dead holder, and deleting the empty directory.
lock=''

run_alone() {
	take_lock "$root/run/okayd-agent-lock" && return
	log "okayd-agent run is already active in this guest, as process ${holder%%.*}"
	exit 1
}

# take_lock DIRECTORY: takes the lock, or fails and sets holder
take_lock() {
	for attempt in 1 2 3 4 5 6 7 8 9; do
		if mkdir "$1" 2>/dev/null; then
			true 2>/dev/null >"$1/$me"
		else
			holder=$(first_in "$1")
			case $holder in
			'') rmdir "$1" 2>/dev/null ;;
			"$me") ;; # left from an earlier boot
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
		rm -f "$1/$me" # not the only file, or no file: another process was faster, or died between two steps
	done
	die "cannot lock $1, after $attempt attempts"
}

# first_in DIRECTORY: prints the name of one file in it
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
