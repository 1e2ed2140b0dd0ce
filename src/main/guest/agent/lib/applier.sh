# applier.sh: applies one overlay in the kernel, and removes it

# put_on DIRECTORY OVERLAY: applies the overlay, or prints errno and message and cleans up; returns $too_late if go expired before
put_on() {
	[ ! -d "$1" ] || rmdir "$1" 2>/dev/null # of an attempt that was interrupted
	if [ -d "$1" ]; then
		fact message "the kernel does not remove the leftover ${1##*/}: status is $(overlay_state "$1")"
		return 1
	fi
	if ! has_overlays || ! mkdir "$1" 2>/dev/null; then
		fact message "this kernel has no overlay interface, or it refused the directory ${1##*/}: load the module okayd_overlay"
		return 1
	fi
	interface=$(interface_of "$1")
	if [ "$interface" = none ]; then
		rmdir "$1" 2>/dev/null
		fact message "unknown overlay interface: it is neither okayd's module nor dtbocfg nor that of vendor kernels"
		return 1
	fi
	if ! may_act; then # checked this late because mkdir may have taken long
		rmdir "$1" 2>/dev/null
		return "$too_late"
	fi
	kernel_write "$1/dtbo" <"$2" 2>/dev/null # its result means nothing; status tells
	[ "$interface" != dtbocfg ] || printf 1 | kernel_write "$1/status" 2>/dev/null
	state=$(overlay_state "$1")
	[ "$state" != applied ] || return 0
	rmdir "$1" 2>/dev/null
	not_applied "$state"
	return 1
}

# not_applied STATE: prints the facts of a status other than "applied"
not_applied() {
	error=${1#error -}
	error=${error%% *}
	if is_number "$error" 4; then
		fact errno "-$error"
		fact message "the kernel refused the overlay: $1"
	else
		fact message "the kernel refused the overlay, see the kernel log: status is $1"
	fi
}

# take_off DIRECTORY: removes the overlay, or prints errno and message
take_off() {
	if [ "$(interface_of "$1")" = dtbocfg ]; then
		printf 0 | kernel_write "$1/status" 2>/dev/null # as above
		if is_applied "$1"; then
			fact message "the kernel did not remove ${1##*/}, see the kernel log"
			return 1
		fi
	fi
	if [ -e "$1/remove" ] && ! error=$(printf 1 | kernel_write "$1/remove" 2>&1); then
		case $error in *'esource busy'*) fact errno -16 ;; esac
		fact message "the kernel did not remove the overlay: $(printf '%s\n' "$error" | sed -n 's/^dd: //p')"
		return 1
	fi
	rmdir "$1" 2>/dev/null && return # on a vendor kernel this removes the overlay
	fact message "the kernel did not remove ${1##*/}"
	return 1
}
