# go.sh: asks okayd for go or no-go right before a command is carried out

go_rounds='1 2 3' # the agent asks three times in all if go expires before it could act
too_late=75       # the exit status of an operation that was not started because go had expired

# The uptime at which go expires, in milliseconds. Empty for commands by hand: they need no go.
go_until=''

# may_act: whether go still holds; call it right before a change
may_act() { [ -z "$go_until" ] || [ "$(uptime_millis)" -lt "$go_until" ]; }

# with_go COMMAND...: runs it with okayd's go and writes its output to $work/outcome. Fails if okayd's command has to be dropped.
with_go() {
	for round in $go_rounds; do
		ask_go || return
		"$@" >"$work/outcome"
		[ $? -eq "$too_late" ] || return 0
	done
	log "$command_id: dropped, go expired $round times before the agent could act"
	return 1
}

# ask_go: asks until okayd answers go or no-go, or the command expires. Succeeds with go.
ask_go() {
	delay=1
	go_until=0
	while [ "$(uptime_millis)" -lt "$command_until" ]; do
		go_asked=$(uptime_millis)
		request go "{\"bootId\":\"$boot_id\",\"commandId\":\"$command_id\"}"
		case $http in
		ok)
			! read_go || return 0
			situation "the answer $where is not a go for this command; trying again"
			;;
		404 | 409)
			log "$command_id: dropped, okayd answers $http: no-go"
			return 1
			;;
		*) situation "$(why_not); trying again" ;;
		esac
		back_off
	done
	log "$command_id: dropped, it was valid for $command_valid_seconds s"
	return 1
}

# read_go: sets go_until from $work/answer; fails if that is not a go for this command. Go counts from the time of the request, and never outlasts
# the command's own validity.
read_go() {
	json_fields "$work/answer" >"$work/fields" || return
	grep -qxF "go $command_id" "$work/fields" || return
	go_seconds=$(sed -n 's/^goSeconds //p' "$work/fields")
	is_seconds "$go_seconds" || return
	go_until=$((go_asked + go_seconds * 1000))
	[ "$go_until" -lt "$command_until" ] || go_until=$command_until
}
