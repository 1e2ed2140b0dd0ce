# tree.sh: the live device tree

tree=$root/proc/device-tree
real_tree=$(cd -P "$tree" 2>/dev/null && pwd) # where the of_node links of devices lead

# live_status PATH: prints nothing if there is no such node or property
live_status() { tr -d '\000' 2>/dev/null <"$tree$1/status"; }

is_virtio_mmio() { tr '\000' '\n' 2>/dev/null <"$tree$1/compatible" | grep -qx 'virtio,mmio'; }

plan_digest() {
	for place in chosen passthrough; do
		[ -r "$tree/$place/okayd,plan-digest" ] || continue
		tr -cd '0-9a-zA-Z' <"$tree/$place/okayd,plan-digest"
		return
	done
}
