# go.sh: go or no-go, which okayd is asked right before a command is carried out

go_rounds='1 2 3' # so often it asks anew when go was over before it could act
too_late=75       # the exit status of what was not begun because go was over

# The uptime at which go is over, in milliseconds. Nothing for a person, who asks nobody.
go_until=''

# may_act: whether go still holds, for whoever is about to change something
may_act() { [ -z "$go_until" ] || [ "$(uptime_millis)" -lt "$go_until" ]; }

# with_go COMMAND...: runs it with okayd's go; its output is $work/outcome. Fails when the command of okayd has to be dropped.
with_go() {
	for round in $go_rounds; do
		ask_go || return
		"$@" >"$work/outcome"
		[ $? -eq "$too_late" ] || return 0
	done
	log "$command_id: dropped, go was over each of the $round times"
	return 1
}

# ask_go: until okayd says go or no-go, or the command is no longer valid. Succeeds with go.
ask_go() {
	delay=1
	go_until=0
	while [ "$(uptime_millis)" -lt "$command_until" ]; do
		go_asked=$(uptime_millis)
		request go "{\"bootId\":\"$boot_id\",\"commandId\":\"$command_id\"}"
		case $http in
		ok)
			! read_go || return 0
			situation "what answers $where says go to something else; trying again"
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

# read_go: sets go_until from $work/answer; fails when that is no go for this command. Go holds from when it was asked for, and a command
# has to be begun while it is valid.
read_go() {
	json_fields "$work/answer" >"$work/fields" || return
	grep -qxF "go $command_id" "$work/fields" || return
	go_seconds=$(sed -n 's/^goSeconds //p' "$work/fields")
	is_seconds "$go_seconds" || return
	go_until=$((go_asked + go_seconds * 1000))
	[ "$go_until" -lt "$command_until" ] || go_until=$command_until
}
