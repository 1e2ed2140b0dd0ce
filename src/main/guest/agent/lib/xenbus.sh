# xenbus.sh: messages to xenstored and from it, over the kernel's device

# Their types are those of xs_wire.h. Each has four words, in the byte order of the machine, and at most 4096 bytes.
xs_read=2 xs_watch=4 xs_write=11 xs_event=15 xs_error=16
xenbus_patience=10 # seconds that xenstored may take
xenbus='' xenbus_watched='' xenbus_unwatched='' xenbus_id=$$

# open_xenbus KEY: the device as 7, with a watch on this key. Kernels of 6.1 oops when it is opened before the domain has its xenstore, which
# a dom0less domain gets late, so it is left alone until the kernel has the interrupt of it.
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

# unwatched KEY ERROR: is said once, and not with each connection
unwatched() {
	[ "$1 $2" = "$xenbus_unwatched" ] || log "the xenstore lets $1 not be watched: $2; looking again and again"
	xenbus_unwatched="$1 $2"
}

# await_xenbus SECONDS: for something that is watched to change; sets xenbus_news when it has, or may have
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

# ask_xenbus TYPE: with $work/xenbus-payload; what is answered is in $work/xenbus-answer. Fails when that is an error, or nothing.
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

# xenbus_error: the name of it, when what was answered is one
xenbus_error() {
	if [ "$xenbus_type" = "$xs_error" ]; then
		tr -cd 'A-Z0-9' <"$work/xenbus-answer"
	else
		echo "no answer"
	fi
}

# words NUMBER...: each as four bytes, the least significant one first, as all machines have them that Xen runs on
words() {
	for number; do
		# shellcheck disable=SC2059  # only octal digits are put in
		printf "$(printf '\\%03o\\%03o\\%03o\\%03o' $((number & 255)) $((number >> 8 & 255)) $((number >> 16 & 255)) $((number >> 24 & 255)))"
	done
}

# send_xenbus: in one write
send_xenbus() { exec timeout "$xenbus_patience" dd if="$work/xenbus-message" bs=8192 count=1 >&7 2>/dev/null; }

# receive_xenbus SECONDS: a message. Sets xenbus_news when it is an event; else xenbus_type, and xenbus_answered to the request's number.
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

# take_bytes COUNT SECONDS: exactly so many, into $work/xenbus-bytes. A read may give fewer.
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
