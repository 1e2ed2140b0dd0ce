# stream_lines.sh: writes and reads the lines of a stream

parts_at_once=64     # parts of a request that the agent sends before it asks okayd which are missing
write_patience=10    # seconds for the other end to read
longest_line=160     # characters
reader_memory=16384  # KiB, against a line that never ends; well below MemoryMax of the systemd unit
carriage_return=$(printf '\r')

# read_stream <DEVICE: prints the lines that have okayd's marker, for ever. Drops the noise before the marker.
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
		sleep 1 # the other end is closed
	done
}

# checked TEXT: prints it with its checksum
checked() {
	printf '%s' "$1" >"$work/checked"
	sum_of "$work/checked"
	printf '%s %s\n' "$1" "$sum"
}

# is_whole LINE: whether its checksum is right
is_whole() {
	printf '%s' "${1% *}" >"$work/checked"
	sum_of "$work/checked"
	[ "$sum" = "${1##* }" ]
}

# write_file FILE: writes it to the device in bounded time
write_file() { in_background timeout "$write_patience" cat "$1" >&8 2>/dev/null; }

# ask_for_answer: asks okayd for the missing parts of the answer
ask_for_answer() {
	new_parts=0
	checked "@okayd1 w $request_name $(missing_parts)" >"$work/line"
	write_file "$work/line"
}

# send_parts LIST: sends the first of these parts of the request; if there are more, asks okayd which are missing
send_parts() {
	ranges=$1, # with a trailing comma
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

# is_wanted PART: whether $ranges has it; drops the ranges that end before it, because the caller goes through the parts in order
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

# no_answer_yet FACTS: begins an empty answer of this length and digest; FACTS is empty if they are unknown
no_answer_yet() {
	rm -f "$work/parts"/*
	answer_facts=$1 answer_parts=0 answer_count=0 new_parts=0
	[ -z "$1" ] || answer_count=$(((${1% *} + 56) / 57))
}

# take_part LINE: succeeds if the answer is complete with this part
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

# missing_parts: prints the list of missing parts; all possible ones if the length of the answer is unknown
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

# take_answer: sets http and $work/answer; fails on a wrong digest
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
