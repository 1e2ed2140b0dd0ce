# run.sh: serves okayd until stopped

most_drops=8 # after so many dropped commands in a row the agent waits

# serve_command: executes the command in $work/answer and reports its outcome
serve_command() {
	fetched=$(uptime_millis)
	if ! read_command; then
		situation "ignoring an invalid command"
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
	409) hello ;; # okayd has a later state, e.g. after a restore of the guest's snapshot; HELLO in a new session resolves it
	*) back_off ;; # else okayd would send the same command again at once
	esac
}

# next_after_drop: returns at once, unless okayd keeps sending commands for which it gives no go: the same one, several in turn, or new ones. If
# okayd has forgotten this boot, the next request for a command shows it; wget does not show which 409 it was.
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

# serve_answer SINCE: serves the command, or records that there is none
serve_answer() {
	if [ -s "$work/answer" ]; then
		serve_command
	else
		nothing_to_do "$1"
	fi
}

# nothing_to_do SINCE: okayd holds a request until there is a command; waits a second if the answer came at once, to avoid a busy loop
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
			situation "$(why_not); sending HELLO again"
			back_off
			hello
			;;
		*) try_again ;;
		esac
	done
}
