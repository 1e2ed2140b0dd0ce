# log.sh: the agent's log on stderr

log() {
	read -r uptime _ <"$root/proc/uptime"
	printf '[%9s] okayd-agent: %s\n' "$uptime" "$*" >&2
}

# situation TEXT: logs it unless it was the last situation of this channel, so that retries are silent even when channels alternate
situation() {
	eval "last_situation=\${situation_of_$channel:-}"
	[ "$1" = "$last_situation" ] || log "$1"
	eval "situation_of_$channel=\$1"
}

die() {
	log "$*"
	exit 2
}
