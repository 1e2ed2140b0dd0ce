# run.sh: serving okayd, for ever

most_drops=8 # commands that may be dropped one right after another

# serve_command: one that has come
serve_command() {
	fetched=$(uptime_millis)
	if ! read_command; then
		situation "ignoring a command that is not understood"
		back_off
		return
	fi
	command_until=$((fetched + command_valid_seconds * 1000))
	if ! execute; then
		next_after_drop
		return
	fi
	known_now >>"$work/outcome"
	nothing_dropped
	log "$command_id: $command_type $command_path: $(in_one_line <"$work/outcome")"
	send_report "$(report_json "$command_id" <"$work/outcome")"
	case $http in
	ok) ;;
	409) hello ;; # okayd knows of something later: the guest may have been put back to a snapshot, which HELLO in a new session tells
	*) back_off ;; # or the same command would come again at once
	esac
}

# next_after_drop: at once, unless okayd hands out again and again what it does not let the agent do, be it one command, some by turns, or ever
# new ones. Where it has forgotten this boot the request for the next command tells, as wget does not show which 409 it was.
next_after_drop() {
	drops=$((drops + 1))
	case " $dropped " in
	*" $command_id "*) drops=$most_drops ;;
	esac
	dropped="$dropped $command_id"
	[ "$drops" -ge "$most_drops" ] || return 0
	back_off
	nothing_dropped
}

nothing_dropped() { drops=0 dropped=''; }

# serve_answer SINCE: a command, or that there is none
serve_answer() {
	if [ -s "$work/answer" ]; then
		serve_command
	else
		nothing_to_do "$1"
	fi
}

# nothing_to_do SINCE: okayd holds a request back until there is something; whatever answers at once must not make a busy loop
nothing_to_do() {
	[ "$(seconds)" -gt "$1" ] || in_background sleep 1
	nothing_dropped
	all_is_well
}

run() {
	require_channels
	run_alone
	wait_seconds=0
	nothing_dropped
	read_boot_id
	log "${guest:+guest $guest, }okayd $where"
	hello
	while :; do
		asked=$(seconds)
		request "commands?bootId=$boot_id&wait=$wait_seconds&uptimeMillis=$(uptime_millis)"
		case $http in
		ok) serve_answer "$asked" ;;
		404 | 409)
			situation "$(why_not); saying HELLO again"
			back_off
			hello
			;;
		*) try_again ;;
		esac
	done
}
