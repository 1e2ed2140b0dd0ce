# waiting.sh: waits with a limit

# bound_patience is the limit, in seconds, of all operations in the kernel.
proof_patience=5 # seconds that a driver may take to bind

# seconds: prints the seconds since boot, because the wall clock may jump
seconds() {
	read -r uptime _ <"$root/proc/uptime"
	echo "${uptime%%.*}"
}

# uptime_millis: the same in milliseconds. The kernel gives hundredths; the prefix 1 prevents an octal number.
uptime_millis() (
	read -r uptime _ <"$root/proc/uptime"
	hundredths=${uptime#*.}00
	echo $((${uptime%%.*} * 1000 + 1${hundredths%"${hundredths#??}"} * 10 - 1000))
)

# Not every sleep accepts fractions.
nap() { sleep 0.2 2>/dev/null || usleep 200000 2>/dev/null || sleep 1; }

# await COMMAND...: repeats it until it succeeds, for at most $proof_patience seconds
await() {
	"$@" && return
	until_second=$(($(seconds) + proof_patience))
	until "$@"; do
		[ "$(seconds)" -lt "$until_second" ] || return 1
		nap
	done
}

# bounded COMMAND...: prints its output and returns its status; 124 if it has not ended after $bound_patience seconds. A process that hangs in the
# kernel cannot be killed, so the agent stops waiting for it and never reads its later output. $hung_mark, if set, marks it until it ends.
bounded() (
	job=$(mktemp -d "$work/job.XXXXXX") && mkfifo "$job/ended" && exec 3<>"$job/ended" || exit 1
	{
		exec 7>&- 8>&- 9>&- # closed here: a redirection of the function would only move them, and a hung process would keep a channel's device open
		"$@" 3>&-
		echo $? >&3
	} >"$job/outcome" &
	runner=$!
	# Into a file: BusyBox's timeout leaves a process behind for a second, and that would keep a pipe open.
	timeout "$bound_patience" head -n 1 <&3 >"$job/status" 2>/dev/null
	if ! read -r status <"$job/status"; then
		has_hung "$runner"
		exit 124
	fi
	cat "$job/outcome"
	rm -r "$job"
	exit "$status"
)

# in_background COMMAND...: runs it and waits, so that a signal ends the agent and the command at once
in_background() {
	"$@" &
	child=$!
	wait "$child"
	status=$?
	child=''
	return "$status"
}
