# configfs.sh: the kernel's overlays in configfs, and the kind of interface

configfs=$root/sys/kernel/config
overlays=$configfs/device-tree/overlays

has_overlays() {
	[ -d "$configfs/device-tree" ] || mount -t configfs none "$configfs" 2>/dev/null
	[ -d "$overlays" ]
}

# interface_of DIRECTORY: prints the kind of interface, which shows in the files of a directory. All known interfaces use the same place: okayd's
# module, with or without an overlay core in the kernel; vendor kernels; and the module dtbocfg, which has a writable status and no path.
interface_of() {
	if [ -e "$1/remove" ]; then
		case $(cat "$1/mode" 2>/dev/null) in
		status-only) echo okayd-status-only ;;
		*) echo okayd-module ;;
		esac
	elif [ -e "$1/path" ]; then
		echo vendor-configfs
	elif is_writable "$1/status"; then
		echo dtbocfg
	else
		echo none
	fi
}

# is_writable FILE: by its mode, because root may write any file
is_writable() {
	case $(ls -l "$1" 2>/dev/null) in
	??w*) ;;
	*) return 1 ;;
	esac
}

# Only a new directory shows the interface. Its name is valid for no overlay and unique to this agent, because the rmdir of an overlay's directory
# may remove a device.
overlay_interface() (
	has_overlays || {
		echo none
		exit
	}
	probe=$overlays/.okayd-probe-$$
	mkdir "$probe" 2>/dev/null
	interface_of "$probe"
	rmdir "$probe" 2>/dev/null
)

# overlay_state DIRECTORY: prints the state in the words of okayd's module and vendor kernels; dtbocfg uses numbers
overlay_state() {
	read -r state 2>/dev/null <"$1/status" || return
	case $state in
	1) echo applied ;;
	0) echo unapplied ;;
	*) echo "$state" ;;
	esac
}

is_applied() { [ "$(overlay_state "$1")" = applied ]; }

# kernel_write FILE <DATA: writes in one call, because old kernels corrupt data that arrives in two. dd prints the error; not every echo does.
kernel_write() { dd of="$1" bs=65536 count=1 conv=notrunc; }
