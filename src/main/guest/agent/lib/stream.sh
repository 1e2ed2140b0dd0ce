# stream.sh: the channel stream: requests over a byte stream such as a serial port, which may also be the console

# dev.okayd.channel.stream, package-info.java, describes the lines and the protocol. okayd only answers, so the agent has to detect every loss.
stream_silence=1         # seconds without a new part after which the agent asks for the missing ones; doubles each time
longest_silence=5        # the maximum of that
longest_answer=65536     # bytes
answers_at_once=24       # parts that okayd sends for one request
open_patience=5          # seconds to set up a terminal
stream_link='' stream_number=0 reader='' alarm='' alarm_number=0

stream_place() { echo "on $device"; }

stream_require() {
	case $device in
	/*) ;;
	*) die "agent.conf: device is missing or is no absolute path" ;;
	esac
	[ -n "$stream_link" ] || begin_link
}

# begin_link: sets the prefix of this agent's requests, which is unique among agents and boots
begin_link() {
	{
		cat "$root/proc/sys/kernel/random/uuid" "$root/proc/sys/kernel/random/boot_id" "$root/proc/uptime" 2>/dev/null
		echo "$me"
	} >"$work/request"
	sum_of "$work/request"
	stream_link=$sum
	mkdir "$work/parts" && mkfifo "$work/stream" && exec 9<>"$work/stream" || die "there is no room below /run"
}

# sum_of FILE: sets sum to the first 8 hex digits of its SHA-256. This file starts as few processes as possible: go holds for two seconds, and a
# booting guest has little processor time.
sum_of() {
	sum=$(sha256sum <"$1")
	sum=${sum%"${sum#????????}"}
}

# open_stream: opens the device as 8, and starts a process that reads it into 9. A virtio port can be open only once, hence for both directions.
open_stream() {
	[ -z "$reader" ] || return 0
	[ -e "$root$device" ] || return
	# before the open, which would wait for a modem's carrier; stty fails harmlessly on anything but a terminal
	timeout "$open_patience" stty -F "$root$device" raw -echo clocal 2>/dev/null
	{ command exec 8<>"$root$device"; } 2>/dev/null || return
	read_stream <&8 >&9 2>/dev/null &
	reader=$!
	identity "$reader" >"$work/reader"
	helpers="$reader $alarm"
}

close_stream() {
	[ -n "$reader" ] || return
	kill "$reader" 2>/dev/null
	wait "$reader" 2>/dev/null
	reader=''
	exec 8>&-
}

# stream_request PATH [BODY]: see request
stream_request() {
	http=none
	open_stream || return
	stream_number=$((stream_number + 1))
	request_name="$stream_link $stream_number"
	printf '%s\n%s' "$1" "${2:-}" >"$work/request"
	base64 <"$work/request" >"$work/request64" # each line of 76 characters is a part
	sum_of "$work/request"
	body=${2:-}
	request_facts="$((${#1} + 1 + ${#body})) $sum"
	no_answer_yet ''
	{ send_parts 1-9999 && await_answer; } || close_stream # the device may have been replaced
	stop_alarm
}

# await_answer: waits until the answer is complete; fails after $patience seconds without a new part
await_answer() {
	silence=$stream_silence news='' last_missing=0
	extend_patience
	set_alarm
	while read_second && [ "$second" -lt "$give_up_at" ]; do
		IFS= read -r line <&9
		case $line in
		"alarm $alarm_number") on_alarm || return ;;
		"@okayd1 m $request_name "*) ! is_whole "$line" || take_missing "${line#"@okayd1 m $request_name "}" || return ;;
		"@okayd1 a $request_name "*)
			if is_whole "$line" && take_part "$line"; then
				take_answer
				return
			fi
			;;
		esac
	done
	return 1
}

# read_second: sets second like seconds, without a process
read_second() {
	read -r second _ <"$root/proc/uptime"
	second=${second%%.*}
}

extend_patience() { read_second && give_up_at=$((second + patience)); }

# set_alarm: writes a line to 9 after $silence seconds; read of dash has no timeout
set_alarm() {
	stop_alarm
	alarm_number=$((alarm_number + 1))
	{
		sleep "$silence"
		echo "alarm $alarm_number"
	} >&9 2>/dev/null 8>&- &
	alarm=$!
	helpers="$reader $alarm"
}

# stop_alarm: forgets the process id, too: it may later be that of another process
stop_alarm() {
	[ -z "$alarm" ] || kill "$alarm" 2>/dev/null
	alarm='' helpers=$reader
}

# on_alarm: asks for the missing parts if no new one arrived
on_alarm() {
	alarm='' # has ended
	if [ -n "$news" ]; then
		silence=$stream_silence
	else
		ask_for_answer || return
		silence=$((silence * 2 > longest_silence ? longest_silence : silence * 2))
	fi
	news=''
	set_alarm
}

# take_missing "LIST CHECK": sends the parts of the request that okayd lacks; the list is a hyphen if it has all
take_missing() {
	list=${1% *}
	first_missing=${list%%[-,]*}
	is_number "$first_missing" 4 || return 0
	case $list in
	*[!0-9,-]*) return 0 ;;
	esac
	if [ "$first_missing" -gt "$last_missing" ]; then
		last_missing=$first_missing
		extend_patience
	fi
	news=1
	send_parts "$list"
}
