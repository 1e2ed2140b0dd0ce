# log.sh: what the agent says on stderr

log() {
	read -r uptime _ <"$root/proc/uptime"
	printf '[%9s] okayd-agent: %s\n' "$uptime" "$*" >&2
}

# situation TEXT: logs it when it is news, so that a retry is silent
situation() {
	[ "$1" = "${last_situation:-}" ] || log "$1"
	last_situation=$1
}

die() {
	log "$*"
	exit 2
}
