# hello.sh: HELLO, said until okayd takes it

hello_json() {
	interface=$(bounded overlay_interface) || interface=none
	printf '{'
	member bootId "$boot_id"
	member planDigest "$(plan_digest)"
	member kernel "$(uname -r | tr -cd '0-9a-zA-Z._+~-')"
	printf '"overlayInterface":"%s"}' "$interface"
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
	is_number "$wait_seconds" 2 && [ "$wait_seconds" -ge 1 ] && [ "$wait_seconds" -le 60 ] || wait_seconds=25
	all_is_well
}
