# stream_lines.sh: the lines that travel over a stream, out and in

parts_at_once=64     # of a request, before okayd is asked what it misses
write_patience=10    # seconds that the other end may take to read what is written
longest_line=160     # characters
reader_memory=16384  # KiB, for a line that never ends; well below what the unit of systemd lets all have
carriage_return=$(printf '\r')

# read_stream <DEVICE: prints the lines that may be okayd's, for ever. What comes before the marker in a line is noise.
read_stream() {
	ulimit -v "$reader_memory"
	exec 8>&- 9>&-
	while :; do
		while IFS= read -r line; do
			case $line in
			*"@okayd1 "*)
				line=@okayd1\ ${line##*"@okayd1 "}
				line=${line%"$carriage_return"}
				[ ${#line} -gt "$longest_line" ] || printf '%s\n' "$line"
				;;
			esac
		done
		sleep 1 # there is nobody at the other end
	done
}

# checked TEXT: prints the line that it makes
checked() {
	printf '%s' "$1" >"$work/checked"
	sum_of "$work/checked"
	printf '%s %s\n' "$1" "$sum"
}

# is_whole LINE: whether it is as it was sent
is_whole() {
	printf '%s' "${1% *}" >"$work/checked"
	sum_of "$work/checked"
	[ "$sum" = "${1##* }" ]
}

# write_file FILE: in bounded time
write_file() { in_background timeout "$write_patience" cat "$1" >&8 2>/dev/null; }

# ask_for_answer: for the parts of it that are missing
ask_for_answer() {
	new_parts=0
	checked "@okayd1 w $request_name $(missing_parts)" >"$work/line"
	write_file "$work/line"
}

# send_parts LIST: the first of these parts of the request, and if there are more a question what is missing
send_parts() {
	ranges=$1, # with a comma behind each
	part=$((${1%%[-,]*} - 1)) sent=0
	tail -n +$((part + 1)) "$work/request64" >"$work/payloads"
	while read -r payload && [ "$sent" -lt "$parts_at_once" ]; do
		part=$((part + 1))
		is_wanted "$part" || continue
		sent=$((sent + 1))
		checked "@okayd1 q $request_name $part $request_facts $payload"
	done <"$work/payloads" >"$work/lines"
	write_file "$work/lines" || return
	[ "$sent" -lt "$parts_at_once" ] || ask_for_answer
}

# is_wanted PART: whether one of $ranges has it; those that end before it are dropped, for parts are asked about in order
is_wanted() {
	while [ -n "$ranges" ]; do
		range=${ranges%%,*}
		if [ "${range#*-}" -ge "$1" ]; then
			[ "${range%-*}" -le "$1" ]
			return
		fi
		ranges=${ranges#*,}
	done
	return 1
}

# no_answer_yet FACTS: of this length and digest; nothing when they are not known
no_answer_yet() {
	rm -f "$work/parts"/*
	answer_facts=$1 answer_parts=0 answer_count=0 new_parts=0
	[ -z "$1" ] || answer_count=$(((${1% *} + 56) / 57))
}

# take_part LINE: succeeds when it was the last one that was missing
take_part() {
	# shellcheck disable=SC2086  # its fields
	set -- $1
	[ $# -eq 9 ] && is_number "$5" 4 && is_number "$6" 5 && [ "$6" -le "$longest_answer" ] && is_base64 "$8" || return
	[ "$6 $7" = "$answer_facts" ] || no_answer_yet "$6 $7"
	[ "$5" -ge 1 ] && [ "$5" -le "$answer_count" ] && [ ! -e "$work/parts/$5" ] || return
	echo "$8" >"$work/parts/$5"
	answer_parts=$((answer_parts + 1)) new_parts=$((new_parts + 1)) news=1
	extend_patience
	[ "$answer_parts" -lt "$answer_count" ] || return 0
	[ "$new_parts" -lt "$answers_at_once" ] || ask_for_answer
	return 1
}

# missing_parts: the list of them; all there can be when nothing is known of the answer
missing_parts() (
	[ "$answer_count" -gt 0 ] || echo 1-9999
	list='' part=1
	while [ "$part" -le "$answer_count" ] && [ ${#list} -lt 60 ]; do
		first=$part
		while [ "$part" -le "$answer_count" ] && [ ! -e "$work/parts/$part" ]; do
			part=$((part + 1))
		done
		case $((part - first)) in
		0) ;;
		1) list=$list${list:+,}$first ;;
		*) list=$list${list:+,}$first-$((part - 1)) ;;
		esac
		part=$((part + 1))
	done
	[ -z "$list" ] || echo "$list"
)

# take_answer: sets http and $work/answer; fails when what came is not what was sent
take_answer() {
	part=1
	while [ "$part" -le "$answer_count" ]; do
		read -r line <"$work/parts/$part"
		echo "$line"
		part=$((part + 1))
	done | base64 -d >"$work/message" 2>/dev/null
	sum_of "$work/message"
	[ "$sum" = "${answer_facts#* }" ] || return
	open_message
}
