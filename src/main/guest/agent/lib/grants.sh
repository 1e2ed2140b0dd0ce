# grants.sh: overlays that name the domain of a backend; that domain accesses this guest's memory through grants (Xen)

last_domid=32751 # 0x7fef: Xen's domids end below DOMID_FIRST_RESERVED

# grant_dma_phandle: prints the phandle of the xen,grant-dma node in this guest's tree; nothing if there is none
grant_dma_phandle() (
	for compatible in $(grep -ls 'xen,grant-dma' "$tree"/*/compatible "$tree"/*/*/compatible); do
		tr '\000' '\n' <"$compatible" | grep -qx 'xen,grant-dma' || continue
		number 2>/dev/null <"${compatible%/*}/phandle"
		exit
	done
)

# gate_kind PATH OVERLAY: prints "status" if the overlay sets the status of the node only, "iommus" if it sets both; fails on any other overlay
gate_kind() {
	if gate_overlay "$1" | cmp -s - "$2"; then
		echo status
		return
	fi
	phandle=$(grant_dma_phandle) domid=$(claimed_domid "$1" <"$2")
	is_number "$phandle" 10 && is_number "$domid" 5 && [ "$domid" -le "$last_domid" ] || return
	gate_overlay "$1" "$phandle" "$domid" | cmp -s - "$2" && echo iommus
}

# can_name_domains: whether the allow-list, the tree and the kernel of this guest support it
can_name_domains() {
	some_rule_has iommus && [ -n "$(grant_dma_phandle)" ] || return
	case $(look interface overlay_interface) in
	okayd-status-only | none | '') return 1 ;;
	esac
}
