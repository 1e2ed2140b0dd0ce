# xenstore.sh: the channel xenstore: requests and answers are keys in the directory data/okayd of this domain

# dev.okayd.channel.xenstore, package-info.java, describes the keys.
xenstore_part=1500      # bytes of a message in one key: xenstored limits a guest's node to 2048, with its metadata
xenstore_most_parts=100 # in one message
xenstore_session='' xenstore_number=0

xenstore_place() { echo "in the xenstore"; }

# xenstore_require: sets the name of this agent's session, which is unique among agents and boots
xenstore_require() {
	[ -n "$xenstore_session" ] || xenstore_session=$({
		cat "$root/proc/sys/kernel/random/uuid" "$root/proc/sys/kernel/random/boot_id" "$root/proc/uptime" 2>/dev/null
		echo "$me"
	} | sha256sum | head -c 16)
}

# xenstore_request PATH [BODY]: see request
xenstore_request() {
	http=none
	open_xenbus data/okayd/answer || return
	xenstore_number=$((xenstore_number + 1))
	printf '%s\n%s' "$1" "${2:-}" >"$work/request"
	xenbus_news='' # forget events of earlier answers
	{ write_request && await_key; } || close_xenbus # the next request uses a new connection
}

# write_request: writes the first part last, because okayd watches that key
write_request() {
	size=$(($(wc -c <"$work/request")))
	parts=$(((size + xenstore_part - 1) / xenstore_part))
	if [ "$parts" -gt "$xenstore_most_parts" ]; then
		no_answer="a request of $size bytes is too long for the xenstore"
		return 1
	fi
	sum=$(sha256sum <"$work/request")
	part=$parts
	while [ "$part" -gt 1 ]; do
		request_part "$part" >"$work/value"
		write_key "request-$part" || return
		part=$((part - 1))
	done
	{
		echo "okayd1 $xenstore_session $xenstore_number $parts $size ${sum%% *}"
		request_part 1
	} >"$work/value"
	write_key request
}

# request_part NUMBER
request_part() { dd if="$work/request" bs="$xenstore_part" skip=$(($1 - 1)) count=1 2>/dev/null; }

# write_key NAME: writes $work/value to the key
write_key() {
	{
		printf 'data/okayd/%s\000' "$1"
		cat "$work/value"
	} >"$work/xenbus-payload"
	ask_xenbus "$xs_write" && return
	no_answer="the xenstore refuses data/okayd/$1: $(xenbus_error)"
	return 1
}

# read_key NAME: reads it into $work/xenbus-answer; fails if there is no such key
read_key() {
	printf 'data/okayd/%s\000' "$1" >"$work/xenbus-payload"
	ask_xenbus "$xs_read"
}

# await_key: waits for the answer to this request, for at most $patience seconds
await_key() {
	give_up_at=$(($(seconds) + patience))
	while :; do
		left=$((give_up_at - $(seconds)))
		[ "$left" -gt 0 ] || return
		[ -n "$xenbus_news" ] || await_xenbus "$left" || return
		[ -n "$xenbus_news" ] || continue
		xenbus_news=''
		! read_key answer || ! is_answer || ! read_answer || return 0
	done
}

# is_answer: whether $work/xenbus-answer begins the answer to this request; sets answer_parts, answer_size and answer_sum
is_answer() {
	read -r envelope <"$work/xenbus-answer" || return
	# shellcheck disable=SC2086  # its fields
	set -- $envelope
	[ $# -eq 6 ] && [ "$1 $2 $3" = "okayd1 $xenstore_session $xenstore_number" ] && is_number "$4" 3 && is_number "$5" 6 || return
	[ "$4" -ge 1 ] && [ "$4" -le "$xenstore_most_parts" ] || return
	answer_parts=$4 answer_size=$5 answer_sum=$6
	tail -c +$((${#envelope} + 2)) <"$work/xenbus-answer" >"$work/message"
}

# read_answer: sets http and $work/answer; fails on a wrong size or digest
read_answer() {
	part=2
	while [ "$part" -le "$answer_parts" ]; do
		read_key "answer-$part" || return
		cat "$work/xenbus-answer" >>"$work/message"
		part=$((part + 1))
	done
	sum=$(sha256sum <"$work/message")
	[ "$(($(wc -c <"$work/message"))) ${sum%% *}" = "$answer_size $answer_sum" ] || return
	open_message
}
