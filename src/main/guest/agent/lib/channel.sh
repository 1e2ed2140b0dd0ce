# channel.sh: the channel that the agent speaks over, one of those that agent.conf lists

# Each channel NAME has three functions: NAME_place says where okayd is, NAME_require ends the agent when agent.conf lacks something, and
# NAME_request asks. They are called by these names, which require_channels has looked at.
channel_patience=60 # seconds without an answer, after which HELLO is said over the next channel

require_channels() {
	set -f
	# shellcheck disable=SC2086,SC2116  # with one blank between two of them, as is relied on below
	channels=$(echo $channels)
	set +f
	for channel in $channels; do
		case $channel in
		xenstore | stream | http) "${channel}_require" ;;
		*) die "agent.conf: channels has \"$channel\", which is none of: xenstore stream http" ;;
		esac
	done
	[ -n "${channel:-}" ] || die "agent.conf: channels names none"
	use_first_channel
}

# use_first_channel: of the list, whose first one is always that in use
use_first_channel() {
	channel=${channels%% *}
	where=$("${channel}_place")
	answered_at=$(seconds)
}

# change_channel: to the next one of the list; the one in use becomes the last
change_channel() {
	case $channels in
	*' '*) channels="${channels#* } $channel" ;;
	esac
	use_first_channel
}

# leads_nowhere: whether another channel may do what this one does not: nobody answered, or not for this agent
leads_nowhere() {
	case $http in
	409 | 5??) return 1 ;;
	esac
}

# request PATH [BODY]: asks okayd; a POST over HTTP where there is a body, be it empty. Sets http to ok, to the number of a refusal as it is
# over HTTP, or to none; then no_answer may say why. The answer is in $work/answer, empty when there is nothing to say. The body of a refusal
# may be lost.
request() {
	: >"$work/answer"
	no_answer=''
	case $1 in
	commands*) patience=$((wait_seconds + request_margin)) ;;
	*) patience=$request_margin ;; # a go that comes later is of no use
	esac
	"${channel}_request" "$@"
	[ "$http" = none ] || answered_at=$(seconds)
}

# try_again: waits, after a request that okayd did not take; with HELLO over another channel, when there is one and this one is silent
try_again() {
	situation "$(why_not); trying again"
	back_off
	case $channels in
	*' '*) [ "$(seconds)" -lt $((answered_at + channel_patience)) ] || hello ;;
	esac
}

# open_message: $work/answer and http, from a message with the status in its first line, as channels carry it that are not HTTP; fails when it
# is none
open_message() {
	read -r status <"$work/message"
	case $status in
	2??) http=ok ;;
	[1-5]??) http=$status ;;
	*) return 1 ;;
	esac
	sed 1d "$work/message" >"$work/answer"
}
