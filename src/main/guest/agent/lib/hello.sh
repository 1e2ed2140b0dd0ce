# hello.sh: HELLO, said until okayd takes it

most_applied=60000 # bytes: the body of a request is an argument of a command, of which the kernel takes 128 KiB at most

# hello_json: with the uptime first, so that nothing in it is older than it says
hello_json() (
	millis=$(uptime_millis)
	applied=$(applied_json) || applied=''
	[ ${#applied} -le "$most_applied" ] || applied=''
	printf '{%s' "${session:+\"session\":$session,}"
	capabilities_member
	boot_facts | members
	# no list at all is better than one that says that nothing is applied
	printf '%s"uptimeMillis":%s}' "${applied:+\"applied\":$applied,}" "$millis"
)

# capabilities_member: what the agent can do here beyond the status of a node, with a comma behind it
capabilities_member() {
	capabilities=''
	! can_name_domains || capabilities='"iommus"'
	! some_rule_has rebind || capabilities=$capabilities${capabilities:+,}'"rebind"'
	[ -z "$capabilities" ] || printf '"capabilities":[%s],' "$capabilities"
}

# applied_json: the list of all that is applied, or bound without an overlay; fails when the kernel does not answer
applied_json() {
	applied_facts=$(each_applied overlay_facts) && rebound_facts=$(look rebound each_rebound overlay_facts) || return
	printf '%s\n' "$applied_facts" "$rebound_facts" | sed '/^$/d' | overlays_json
}

# overlay_facts NAME PATH: nothing when it is no overlay of one node, as some have that others make
overlay_facts() {
	is_node_path "$2" && [ ${#2} -le 255 ] || return
	fact path "$2"
	proof "$2"
}

# begin_session: sets session to its number, by which okayd tells a HELLO that comes in late from one of now. To nothing when okayd answers
# 404: one that is older has no sessions, and one that does not have this guest says so to HELLO as well.
begin_session() {
	session=''
	request session ''
	[ "$http" != 404 ] || return 0
	has_fields || return
	session=$(sed -n 's/^session //p' "$work/fields")
	is_number "$session" 18 || not_okayd
}

# has_fields: whether the answer is one of okayd's, with its fields in $work/fields; says what else it is
has_fields() {
	if [ "$http" != ok ]; then
		situation "$(why_not); trying again"
		return 1
	fi
	json_fields "$work/answer" >"$work/fields" || not_okayd
}

not_okayd() {
	situation "what answers $where is not okayd; trying again"
	return 1
}

# say_hello: in a session of its own; fails when okayd does not take it
say_hello() {
	begin_session || return
	request hello "$(hello_json)"
	has_fields
}

# hello: says it until okayd takes it, over each channel in turn, beginning with the one in use
hello() {
	delay=1
	untried=$channels
	until say_hello; do
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
