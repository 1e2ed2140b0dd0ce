# stream_lines.sh: the lines that travel over a stream, out and in

parts_at_once=64     # of a request, before okayd is asked what it misses
write_patience=10    # seconds that the other end may take to read what is written
longest_line=160     # characters
reader_memory=65536  # KiB, for a line that never ends
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

# is_whole LINE: whether it is as it was sent
is_whole() { [ "$(printf '%s' "${1% *}" | digest)" = "${1##* }" ]; }

# ask_for_answer: for the parts of it that are missing
ask_for_answer() {
	new_parts=0
	text="@okayd1 w $request_name $(missing_parts)"
	printf '%s %s\n' "$text" "$(printf '%s' "$text" | digest)" >"$work/line"
	write_file "$work/line"
}

# write_file FILE
write_file() { in_background timeout "$write_patience" cat "$1" >&8 2>/dev/null; }

# send_parts LIST: the first of these parts of the request, and if there are more a question what is missing
send_parts() {
	rm -f "$work/lines"/*
	awk -v list="$1" -v most="$parts_at_once" -v head="@okayd1 q $request_name" -v facts="$request_facts" -v folder="$work/lines" '
	BEGIN { ranges = split(list, range, ","); at = 1 }
	{
		while (at <= ranges && last(range[at]) < NR) at++
		if (at > ranges || first(range[at]) > NR) next
		if (++parts > most) exit
		file = sprintf("%s/%04d", folder, NR)
		printf "%s %d %s %s", head, NR, facts, $0 >file
		close(file)
	}
	function first(range) { sub(/-.*/, "", range); return range + 0 }
	function last(range) { sub(/.*-/, "", range); return range + 0 }
	END { if (parts > most) print "more" }' "$work/request64" >"$work/more"
	with_checks >"$work/out"
	write_file "$work/out" || return
	[ ! -s "$work/more" ] || ask_for_answer
}

# with_checks: the lines in $work/lines, each with its check
with_checks() {
	for file in "$work/lines"/*; do
		[ ! -e "$file" ] || sha256sum "$file"
	done | while read -r sum file; do
		read -r line <"$file"
		printf '%s %.8s\n' "$line" "$sum"
	done
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
	[ "$(($(wc -c <"$work/message"))) $(digest <"$work/message")" = "$answer_facts" ] || return
	read -r status <"$work/message"
	case $status in
	2??) http=ok ;;
	[1-5]??) http=$status ;;
	*) return 1 ;;
	esac
	sed 1d "$work/message" >"$work/answer"
}
