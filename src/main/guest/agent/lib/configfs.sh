# configfs.sh: the overlays that the kernel shows in configfs, and whose interface that is

configfs=$root/sys/kernel/config
overlays=$configfs/device-tree/overlays

has_overlays() {
	[ -d "$configfs/device-tree" ] || mount -t configfs none "$configfs" 2>/dev/null
	[ -d "$overlays" ]
}

# interface_of DIRECTORY: whose it is, by the files that came with it. All that there are use the same place: okayd's module, on a kernel with
# an overlay core or without one, vendor kernels, and the module dtbocfg, which has a status to be written and no path.
interface_of() {
	if [ -e "$1/remove" ]; then
		case $(cat "$1/mode" 2>/dev/null) in
		status-only) echo okayd-status-only ;;
		*) echo okayd-module ;;
		esac
	elif [ -e "$1/path" ]; then
		echo vendor-configfs
	elif is_to_be_written "$1/status"; then
		echo dtbocfg
	else
		echo none
	fi
}

# is_to_be_written FILE: by its mode, for root may write any file
is_to_be_written() {
	case $(ls -l "$1" 2>/dev/null) in
	??w*) ;;
	*) return 1 ;;
	esac
}

# Only a new directory tells. Its name is one that no overlay can have and no other agent uses, for the rmdir of another one takes a device away.
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

# overlay_state DIRECTORY: in the words of okayd's module and vendor kernels; dtbocfg has numbers
overlay_state() {
	read -r state 2>/dev/null <"$1/status" || return
	case $state in
	1) echo applied ;;
	0) echo unapplied ;;
	*) echo "$state" ;;
	esac
}

is_applied() { [ "$(overlay_state "$1")" = applied ]; }

# kernel_write FILE <DATA: in one write, because old kernels damage what comes in two. dd says why it failed; not every echo does.
kernel_write() { dd of="$1" bs=65536 count=1 conv=notrunc; }
