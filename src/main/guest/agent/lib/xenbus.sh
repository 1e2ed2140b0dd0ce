# xenbus.sh: exchanges messages with xenstored over the kernel's device

# The types are those of xs_wire.h. A message has a header of four words in the machine's byte order, and at most 4096 bytes.
xs_read=2 xs_watch=4 xs_write=11 xs_event=15 xs_error=16
xenbus_patience=10 # seconds for an answer of xenstored
xenbus='' xenbus_watched='' xenbus_unwatched='' xenbus_id=$$

# open_xenbus KEY: opens the device as 7, and watches this key. Linux 6.1 oopses if the device is opened before the domain has its xenstore, which
# a dom0less domain gets late. So the agent waits until the kernel has the interrupt of xenbus.
open_xenbus() {
	[ -z "$xenbus" ] || return 0
	grep -q xenbus "$root/proc/interrupts" 2>/dev/null && [ -e "$root/dev/xen/xenbus" ] || return
	{ command exec 7<>"$root/dev/xen/xenbus"; } 2>/dev/null || return
	xenbus=open
	printf '%s\000okayd\000' "$1" >"$work/xenbus-payload"
	xenbus_watched=yes
	ask_xenbus "$xs_watch" || [ "$(xenbus_error)" = EEXIST ] || {
		unwatched "$1" "$(xenbus_error)"
		xenbus_watched=''
	}
}

# unwatched KEY ERROR: logs it once, not with each connection
unwatched() {
	[ "$1 $2" = "$xenbus_unwatched" ] || log "the xenstore refuses the watch on $1: $2; polling instead"
	xenbus_unwatched="$1 $2"
}

# await_xenbus SECONDS: waits for a change of the watched key; sets xenbus_news if the key has changed, or may have
await_xenbus() {
	if [ -n "$xenbus_watched" ]; then
		receive_xenbus "$1"
	else
		in_background nap
		xenbus_news=1
	fi
}

close_xenbus() {
	[ -z "$xenbus" ] || exec 7>&-
	xenbus=''
}

# ask_xenbus TYPE: sends $work/xenbus-payload and writes the answer to $work/xenbus-answer. Fails on an error, or without an answer.
ask_xenbus() {
	xenbus_id=$((xenbus_id % 1000000000 + 1))
	{
		words "$1" "$xenbus_id" 0 $(($(wc -c <"$work/xenbus-payload")))
		cat "$work/xenbus-payload"
	} >"$work/xenbus-message"
	in_background send_xenbus || return
	while receive_xenbus "$xenbus_patience"; do
		[ "$xenbus_answered" != "$xenbus_id" ] || {
			[ "$xenbus_type" = "$1" ]
			return
		}
	done
	return 1
}

# xenbus_error: prints the name of the error in the answer
xenbus_error() {
	if [ "$xenbus_type" = "$xs_error" ]; then
		tr -cd 'A-Z0-9' <"$work/xenbus-answer"
	else
		echo "no answer"
	fi
}

# words NUMBER...: prints each as four bytes, little-endian, the byte order of all machines that run Xen
words() {
	for number; do
		# shellcheck disable=SC2059  # the argument has octal digits only
		printf "$(printf '\\%03o\\%03o\\%03o\\%03o' $((number & 255)) $((number >> 8 & 255)) $((number >> 16 & 255)) $((number >> 24 & 255)))"
	done
}

# send_xenbus: sends $work/xenbus-message in one write
send_xenbus() { exec timeout "$xenbus_patience" dd if="$work/xenbus-message" bs=8192 count=1 >&7 2>/dev/null; }

# receive_xenbus SECONDS: receives a message. For an event sets xenbus_news; else sets xenbus_type, and xenbus_answered to the request's number.
receive_xenbus() {
	xenbus_answered='' xenbus_type=''
	take_bytes 16 "$1" && mv "$work/xenbus-bytes" "$work/xenbus-head" || return
	# shellcheck disable=SC2046  # four words
	set -- $(od -An -v -tu4 "$work/xenbus-head")
	is_number "$4" 4 && [ "$4" -le 4096 ] && take_bytes "$4" "$xenbus_patience" || return
	if [ "$1" = "$xs_event" ]; then
		xenbus_news=1
	else
		xenbus_type=$1 xenbus_answered=$2
		mv "$work/xenbus-bytes" "$work/xenbus-answer"
	fi
}

# take_bytes COUNT SECONDS: reads exactly COUNT bytes into $work/xenbus-bytes. A single read may return fewer.
take_bytes() {
	: >"$work/xenbus-bytes"
	needed=$1
	while [ "$needed" -gt 0 ]; do
		in_background read_xenbus "$needed" "$2" || return
		got=$(($(wc -c <"$work/xenbus-part")))
		[ "$got" -gt 0 ] || return
		cat "$work/xenbus-part" >>"$work/xenbus-bytes"
		needed=$((needed - got))
	done
}

# read_xenbus COUNT SECONDS
read_xenbus() { exec timeout "$2" dd bs="$1" count=1 <&7 >"$work/xenbus-part" 2>/dev/null; }
