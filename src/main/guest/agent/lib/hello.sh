# hello.sh: sends HELLO until okayd accepts it

most_applied=60000 # bytes: the request body is a command-line argument, and the kernel limits one to 128 KiB

# hello_json: reads the uptime first, so that no fact in HELLO is older than its uptime
hello_json() (
	millis=$(uptime_millis)
	applied=$(applied_json) || applied=''
	[ ${#applied} -le "$most_applied" ] || applied=''
	printf '{%s' "${session:+\"session\":$session,}"
	capabilities_member
	boot_facts | members
	# omit the list if it is unknown: an empty list would claim that nothing is applied
	printf '%s"uptimeMillis":%s}' "${applied:+\"applied\":$applied,}" "$millis"
)

# capabilities_member: prints what the agent supports here beyond the status of a node, with a trailing comma
capabilities_member() {
	capabilities=''
	! can_name_domains || capabilities='"iommus"'
	! some_rule_has rebind || capabilities=$capabilities${capabilities:+,}'"rebind"'
	[ -z "$capabilities" ] || printf '"capabilities":[%s],' "$capabilities"
}

# applied_json: prints the list of applied overlays and of devices bound without one; fails if the kernel does not answer
applied_json() {
	applied_facts=$(each_applied overlay_facts) && rebound_facts=$(look rebound each_rebound overlay_facts) || return
	printf '%s\n' "$applied_facts" "$rebound_facts" | sed '/^$/d' | overlays_json
}

# overlay_facts NAME PATH: prints nothing for an overlay that does not target exactly one node
overlay_facts() {
	is_node_path "$2" && [ ${#2} -le 255 ] || return
	fact path "$2"
	proof "$2"
}

# begin_session: sets session to its number, by which okayd recognizes a delayed HELLO. Leaves it empty if okayd answers 404: an older okayd has
# no sessions, and an okayd without this guest answers HELLO with 404 as well.
begin_session() {
	session=''
	request session ''
	[ "$http" != 404 ] || return 0
	has_fields || return
	session=$(sed -n 's/^session //p' "$work/fields")
	is_number "$session" 18 || not_okayd
}

# has_fields: succeeds if the answer is one of okayd's, and writes its fields to $work/fields; else logs what is wrong
has_fields() {
	if [ "$http" != ok ]; then
		situation "$(why_not); trying again"
		return 1
	fi
	json_fields "$work/answer" >"$work/fields" || not_okayd
}

not_okayd() {
	situation "the answer $where is not one of okayd's; trying again"
	return 1
}

# send_hello: sends HELLO in a new session; fails if okayd does not accept it
send_hello() {
	begin_session || return
	request hello "$(hello_json)"
	has_fields
}

# hello: sends HELLO over each channel in turn, beginning with the current one, until okayd accepts it
hello() {
	delay=1
	untried=$channels
	until send_hello; do
		untried=${untried#"$channel"}
		untried=${untried# }
		if leads_nowhere; then change_channel; else untried=''; fi
		[ -z "$untried" ] || continue
		untried=$channels
		back_off
	done
	wait_seconds=$(sed -n 's/^waitSeconds //p' "$work/fields")
	is_seconds "$wait_seconds" || wait_seconds=25
	all_is_well
}
