# shellcheck shell=bash
# common.sh: sourced by run and kernel/build.sh. Sets E2E (src/test/e2e) and defines functions that every script uses.
set -euo pipefail
E2E=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export E2E LC_ALL=C

# One clock for the whole run: child scripts and the Python scenario count from the same start.
export OKAYD_E2E_START=${OKAYD_E2E_START:-$EPOCHREALTIME}

# say TEXT: prints a line with the seconds since the start
say() {
	local us=$((${EPOCHREALTIME/[.,]/} - ${OKAYD_E2E_START/[.,]/}))
	printf '%5d.%02d      %s\n' $((us / 1000000)) $((us / 10000 % 100)) "$*"
}

# die TEXT [STATUS]
die() {
	printf 'error: %s\n' "$1" >&2
	exit "${2:-1}"
}

# fresh SOURCE... -- TARGET: true if TARGET exists and is newer than every SOURCE
fresh() {
	local target=${*: -1} source
	[ -e "$target" ] || return 1
	for source in "${@:1:$#-2}"; do [ "$target" -nt "$source" ] || return 1; done
}

# One child at a time, in the background: only then does a signal end it and this script at once.
child=
supervise() {
	local status=0
	"$@" &
	child=$!
	wait "$child" || status=$?
	child=
	return $status
}
leave() {
	if [ -n "$child" ]; then
		kill "$child" 2>/dev/null || true
		wait "$child" 2>/dev/null || true
	fi
	exit "$1"
}
trap 'leave 129' HUP
trap 'leave 130' INT
trap 'leave 143' TERM

# quietly LOG COMMAND...: writes all output to LOG; on failure prints its end and exits
quietly() {
	local log=$1
	shift
	supervise "$@" >"$log" 2>&1 || {
		tail -n 15 "$log" >&2
		die "'$*' failed; its full output is in $log"
	}
}
