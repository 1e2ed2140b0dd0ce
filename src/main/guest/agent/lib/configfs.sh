# configfs.sh: the overlays that the kernel shows in configfs, and whose interface that is

configfs=$root/sys/kernel/config
overlays=$configfs/device-tree/overlays

has_overlays() {
	[ -d "$configfs/device-tree" ] || mount -t configfs none "$configfs" 2>/dev/null
	[ -d "$overlays" ]
}

# interface_of DIRECTORY: whose it is, by the files that came with it. Vendor kernels and okayd's module use the same place.
interface_of() {
	if [ -e "$1/remove" ]; then
		echo okayd-module
	elif [ -e "$1/path" ]; then
		echo vendor-configfs
	else
		echo none
	fi
}

# Only a new directory tells.
overlay_interface() (
	has_overlays || {
		echo none
		exit
	}
	probe=$overlays/okayd-probe
	mkdir "$probe" 2>/dev/null
	interface_of "$probe"
	rmdir "$probe" 2>/dev/null
)

overlay_state() {
	read -r state 2>/dev/null <"$1/status" && echo "$state"
}

is_applied() { [ "$(overlay_state "$1")" = applied ]; }

# kernel_write FILE <DATA: in one write, because old kernels damage what comes in two. dd says why it failed; not every echo does.
kernel_write() { dd of="$1" bs=65536 count=1 conv=notrunc; }
