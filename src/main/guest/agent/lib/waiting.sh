# waiting.sh: waiting for something, never for ever

# Seconds that whatever asks the kernel may take, all in all, are in bound_patience.
proof_patience=5 # seconds that a driver may take to bind

# seconds: since boot, for a clock may jump
seconds() {
	read -r uptime _ <"$root/proc/uptime"
	echo "${uptime%%.*}"
}

# uptime_millis: the same in milliseconds. The kernel gives hundredths; the 1 keeps a leading zero from making them octal.
uptime_millis() (
	read -r uptime _ <"$root/proc/uptime"
	hundredths=${uptime#*.}00
	echo $((${uptime%%.*} * 1000 + 1${hundredths%"${hundredths#??}"} * 10 - 1000))
)

# Not every sleep takes fractions.
nap() { sleep 0.2 2>/dev/null || usleep 200000 2>/dev/null || sleep 1; }

# await COMMAND...: until it succeeds, $proof_patience seconds at most
await() {
	"$@" && return
	until_second=$(($(seconds) + proof_patience))
	until "$@"; do
		[ "$(seconds)" -lt "$until_second" ] || return 1
		nap
	done
}

# bounded COMMAND...: its output and status; 124 when it has not ended after $bound_patience seconds. What hangs in the kernel cannot be ended
# then, so nobody waits for it. Should it end one day, nobody reads what it writes. Until then there is $hung_mark, if that is set.
bounded() (
	job=$(mktemp -d "$work/job.XXXXXX") && mkfifo "$job/ended" && exec 3<>"$job/ended" || exit 1
	{
		exec 7>&- 8>&- 9>&- # for good: behind a function the shell would only put them elsewhere, and what hangs would keep a channel's device
		"$@" 3>&-
		echo $? >&3
	} >"$job/outcome" &
	runner=$!
	# Into a file: busybox's timeout leaves a process behind for a second, which would keep a pipe open for as long.
	timeout "$bound_patience" head -n 1 <&3 >"$job/status" 2>/dev/null
	if ! read -r status <"$job/status"; then
		has_hung "$runner"
		exit 124
	fi
	cat "$job/outcome"
	rm -r "$job"
	exit "$status"
)

# in_background COMMAND...: waits for it, but so that a signal to the agent ends both at once
in_background() {
	"$@" &
	child=$!
	wait "$child"
	status=$?
	child=''
	return "$status"
}
