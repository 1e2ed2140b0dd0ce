# carry_out.sh: carries out a command in bounded time

# carry_out apply|remove|bind|unbind NAME PATH [OVERLAY]: prints the outcome, in bounded time; fails only with $too_late. The agent leaves a hung
# operation behind and starts nothing else on this device while it hangs. Other devices do not wait for it.
carry_out() (
	hung_mark=$(device_mark "$3")
	if still_hangs "$hung_mark"; then
		fact result failed
		fact message "an earlier operation on this device has not ended: the kernel hangs, or the device's backend is gone"
		proof "$3"
		exit 0
	fi
	case $1 in
	apply | bind) bound_patience=$((patience_seconds + first_use_seconds)) ;;
	remove | unbind) bound_patience=$((patience_seconds + quiesce_seconds)) ;;
	esac
	case $1 in
	apply | remove) bounded "$1_overlay" "$2" "$3" ${4:+"$4"} ;;
	bind | unbind) bounded "$1_driver" "$2" "$3" ;;
	esac
	status=$?
	case $status in
	0 | "$too_late") exit "$status" ;;
	esac
	[ ! -d "$overlays/$2" ] || cat "$hung_mark" 2>/dev/null >"$(look_mark "$2")" # reading its status would hang, too
	fact result failed
	fact message "the $1 has not ended after $bound_patience s: the kernel hangs, or the device's backend is gone"
	proof "$3"
)

# judge PATH OVERLAY: succeeds if policy permits the overlay; else prints the outcome. Call it before every apply.
judge() { unless_refused "$(refusal "$1" "$2")" "$1"; }

# unless_refused WHY PATH: succeeds if WHY is empty; else prints the outcome
unless_refused() {
	[ -n "$1" ] || return 0
	fact result refused
	fact message "$1"
	proof "$2"
	return 1
}

# known_now: prints the time at which the outcome was known
known_now() { fact uptimeMillis "$(uptime_millis)"; }
