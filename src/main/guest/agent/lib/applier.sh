# applier.sh: one overlay into the kernel, and out of it

# put_on DIRECTORY OVERLAY: applies it, or prints errno and message and leaves nothing behind; $too_late when go was over before
put_on() {
	[ ! -d "$1" ] || rmdir "$1" 2>/dev/null # of an attempt that was interrupted
	if [ -d "$1" ]; then
		fact message "the kernel does not let ${1##*/} go, which was there before: status is $(overlay_state "$1")"
		return 1
	fi
	if ! has_overlays || ! mkdir "$1" 2>/dev/null; then
		fact message "this kernel has no overlay interface, or it did not give ${1##*/} a place: load the module okayd_overlay"
		return 1
	fi
	interface=$(interface_of "$1")
	if [ "$interface" = none ]; then
		rmdir "$1" 2>/dev/null
		fact message "the overlay interface of this kernel is neither okayd's module nor dtbocfg nor the one that vendor kernels have"
		return 1
	fi
	if ! may_act; then # asked here and not before: the kernel may have taken its time with the directory
		rmdir "$1" 2>/dev/null
		return "$too_late"
	fi
	kernel_write "$1/dtbo" <"$2" 2>/dev/null # what it returns means nothing, the status does
	[ "$interface" != dtbocfg ] || printf 1 | kernel_write "$1/status" 2>/dev/null
	state=$(overlay_state "$1")
	[ "$state" != applied ] || return 0
	rmdir "$1" 2>/dev/null
	not_applied "$state"
	return 1
}

# not_applied STATE: the facts in a status that is not "applied"
not_applied() {
	error=${1#error -}
	error=${error%% *}
	if is_number "$error" 4; then
		fact errno "-$error"
		fact message "the kernel refused the overlay: $1"
	else
		fact message "the kernel refused the overlay, its log says why: status is $1"
	fi
}

# take_off DIRECTORY: removes the overlay, or prints errno and message
take_off() {
	if [ "$(interface_of "$1")" = dtbocfg ]; then
		printf 0 | kernel_write "$1/status" 2>/dev/null # as above
		if is_applied "$1"; then
			fact message "the kernel did not remove ${1##*/}, its log says why"
			return 1
		fi
	fi
	if [ -e "$1/remove" ] && ! error=$(printf 1 | kernel_write "$1/remove" 2>&1); then
		case $error in *'esource busy'*) fact errno -16 ;; esac
		fact message "the kernel did not remove the overlay: $(printf '%s\n' "$error" | sed -n 's/^dd: //p')"
		return 1
	fi
	rmdir "$1" 2>/dev/null && return # for a vendor kernel this is the removal
	fact message "the kernel did not remove ${1##*/}"
	return 1
}
