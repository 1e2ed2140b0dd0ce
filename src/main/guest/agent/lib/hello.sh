# hello.sh: HELLO, said until okayd takes it

most_applied=100000 # bytes: the kernel takes no argument of a command that is longer than 128 KiB, and the body of a request is one

# hello_json: with the uptime first, so that nothing in it is older than it says
hello_json() (
	millis=$(uptime_millis)
	applied=$(bounded applied_json) || applied=''
	[ ${#applied} -le "$most_applied" ] || applied=''
	printf '{'
	boot_facts | members
	# no list at all is better than one that says that nothing is applied, or not all
	printf '%s"uptimeMillis":%s}' "${applied:+\"applied\":$applied,}" "$millis"
)

# applied_json: the list of all that is applied
applied_json() { { has_overlays && each_applied overlay_facts; } | overlays_json; }

# overlay_facts NAME PATH: nothing when it is no overlay of one node, as some have that others make
overlay_facts() {
	is_node_path "$2" && [ ${#2} -le 255 ] || return
	fact path "$2"
	proof "$2"
}

# hello: says it until okayd takes it
hello() {
	delay=1
	while :; do
		request hello "$(hello_json)"
		if [ "$http" != ok ]; then
			situation "$(why_not); trying again"
		elif ! json_fields "$work/answer" >"$work/fields"; then
			situation "what answers at $url is not okayd; trying again"
		else
			break
		fi
		back_off
	done
	wait_seconds=$(sed -n 's/^waitSeconds //p' "$work/fields")
	is_seconds "$wait_seconds" || wait_seconds=25
	all_is_well
}
