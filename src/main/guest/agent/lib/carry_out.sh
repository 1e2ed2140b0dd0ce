# carry_out.sh: apply and remove in bounded time

# carry_out apply|remove ARGUMENT... PATH last but for the overlay: the outcome, in bounded time
carry_out() (
	bounded "$1_overlay" "$2" "$3" ${4:+"$4"} && exit
	fact result failed
	fact message "the $1 has not ended after $bound_patience s: the kernel hangs, or the device's backend is away"
	proof "$3"
)
