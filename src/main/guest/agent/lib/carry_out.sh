# carry_out.sh: apply and remove in bounded time

# carry_out apply|remove ARGUMENT... PATH last but for the overlay: the outcome, in bounded time; fails only with $too_late
carry_out() (
	bounded "$1_overlay" "$2" "$3" ${4:+"$4"}
	status=$?
	case $status in
	0 | "$too_late") exit "$status" ;;
	esac
	fact result failed
	fact message "the $1 has not ended after $bound_patience s: the kernel hangs, or the device's backend is away"
	proof "$3"
)

# judge PATH OVERLAY: succeeds when policy lets it be applied; else there is the outcome. To be asked before every apply.
judge() {
	why=$(refusal "$1" "$2")
	[ -n "$why" ] || return 0
	fact result refused
	fact message "$why"
	proof "$1"
	return 1
}

# known_now: when an outcome was known
known_now() { fact uptimeMillis "$(uptime_millis)"; }
