# channel.sh: the channel in use, one of those in agent.conf

# Each channel NAME has three functions: NAME_place prints where okayd is, NAME_require ends the agent if agent.conf lacks a key, and
# NAME_request sends a request. The agent composes these names; require_channels has checked NAME.
channel_patience=60 # seconds without an answer, after which the agent sends HELLO over the next channel

require_channels() {
	set -f
	# shellcheck disable=SC2086,SC2116  # normalizes to one blank between names; the code below relies on it
	channels=$(echo $channels)
	set +f
	for channel in $channels; do
		case $channel in
		xenstore | stream | http) "${channel}_require" ;;
		*) die "agent.conf: channels has \"$channel\", which is none of: xenstore stream http" ;;
		esac
	done
	[ -n "${channel:-}" ] || die "agent.conf: channels is empty"
	use_first_channel
}

# use_first_channel: the first channel of the list is always the one in use
use_first_channel() {
	channel=${channels%% *}
	where=$("${channel}_place")
	answered_at=$(seconds)
}

# change_channel: changes to the next channel of the list; the current one becomes the last
change_channel() {
	case $channels in
	*' '*) channels="${channels#* } $channel" ;;
	esac
	use_first_channel
}

# leads_nowhere: whether another channel may succeed: okayd did not answer, or not for this agent
leads_nowhere() {
	case $http in
	409 | 5??) return 1 ;;
	esac
}

# request PATH [BODY]: sends a request to okayd; over HTTP a POST if BODY is given, even an empty one. Sets http to ok, to the HTTP status of a
# refusal, or to none; then no_answer may give the reason. $work/answer has the answer, which may be empty. The body of a refusal may be lost.
request() {
	: >"$work/answer"
	no_answer=''
	case $1 in
	commands*) patience=$((wait_seconds + request_margin)) ;;
	*) patience=$request_margin ;; # a later go is useless
	esac
	"${channel}_request" "$@"
	[ "$http" = none ] || answered_at=$(seconds)
}

# try_again: waits after a request that okayd did not accept; sends HELLO over another channel if this one is silent
try_again() {
	situation "$(why_not); trying again"
	back_off
	case $channels in
	*' '*) [ "$(seconds)" -lt $((answered_at + channel_patience)) ] || hello ;;
	esac
}

# open_message: sets $work/answer and http from $work/message, whose first line is the status. All channels but HTTP use this format. Fails on
# anything else.
open_message() {
	read -r status <"$work/message"
	case $status in
	2??) http=ok ;;
	[1-5]??) http=$status ;;
	*) return 1 ;;
	esac
	sed 1d "$work/message" >"$work/answer"
}
