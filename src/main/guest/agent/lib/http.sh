# http.sh: the channel http, with one wget for each request

request_margin=10 # seconds that the agent waits beyond the requested time
answer_blocks=128 # of 512 bytes: wget is stopped at a larger answer

http_place() { echo "at $url"; }

http_require() {
	is_url "$url" || die "agent.conf: url is missing or is no http URL"
	is_name "$guest" || die "agent.conf: guest is missing or is no name"
	is_token "$token" || die "agent.conf: token is missing or is no token"
	case $ca_file in
	*[!0-9a-zA-Z._/-]*) die "agent.conf: ca_file has other characters than letters, digits and ._/-" ;;
	esac
	choose_wget
}

# GNU's wget retries by itself unless told not to. BusyBox's wget accepts any certificate, so an attacker between guest and okayd could read the
# token.
choose_wget() {
	command -v wget >/dev/null ||
		die "agent.conf: channels has http, but wget is not installed: install GNU wget or BusyBox with its wget, or use another channel"
	case $(wget --version 2>/dev/null) in
	*GNU*) wget_options="-nv --tries=1$(authority)" ;;
	*)
		wget_options=-q
		case $url/$ca_file in
		https:*/none | http:*) ;;
		*) die "agent.conf: url is https, but this wget checks no certificates: install GNU wget, or set ca_file=none to accept that" ;;
		esac
		;;
	esac
}

# authority: prints GNU wget's option for the trusted CAs
authority() {
	case $ca_file in
	'') ;;
	none) echo ' --no-check-certificate' ;;
	*) echo " --ca-certificate=$root$ca_file" ;;
	esac
}

# fetch URL OPTION...: runs wget with a limit on time, because -T of BusyBox 1.35 crashes, and on size
fetch() {
	ulimit -f "$answer_blocks"
	address=$1
	shift
	# shellcheck disable=SC2086  # several options
	exec timeout "$patience" wget $wget_options -O "$work/answer" \
		--header "Authorization: Bearer $token" --header 'Content-Type: application/json' "$@" "$address" 2>"$work/errors"
}

# http_request PATH [BODY]: see request. The body of a refusal is lost: BusyBox's wget cannot print it.
http_request() {
	if in_background fetch "$url/v1/guests/$guest/agent/$1" ${2+--post-data "$2"}; then
		http=ok
	else
		http=$(http_error)
		http=${http:-none}
	fi
}

# http_error: prints the status from wget's messages: BusyBox's "HTTP/1.1 409 Conflict", GNU's "ERROR 409: Conflict.", and GNU's text for a 401
http_error() {
	sed -n '
		s/.*HTTP\/[0-9.]* \([0-9][0-9][0-9]\).*/\1/p
		s/.*ERROR \([0-9][0-9][0-9]\).*/\1/p
		s/.*Authentication Failed.*/401/p' "$work/errors" | tail -n 1
}
