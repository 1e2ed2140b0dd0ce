# log.sh: what the agent says on stderr

log() {
	read -r uptime _ <"$root/proc/uptime"
	printf '[%9s] okayd-agent: %s\n' "$uptime" "$*" >&2
}

# situation TEXT: logs it when it is news of the channel in use, so that a retry is silent, also one over each channel in turn
situation() {
	eval "last_situation=\${situation_of_$channel:-}"
	[ "$1" = "$last_situation" ] || log "$1"
	eval "situation_of_$channel=\$1"
}

die() {
	log "$*"
	exit 2
}
