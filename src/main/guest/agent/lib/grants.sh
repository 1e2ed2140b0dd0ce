# grants.sh: overlays that name the domain of a backend which gets at this guest's memory by grants (Xen)

last_domid=32751 # 0x7fef: Xen's domids end below DOMID_FIRST_RESERVED

# grant_dma_phandle: of the node that this guest's own tree has for it; nothing when it has none
grant_dma_phandle() (
	for compatible in $(grep -ls 'xen,grant-dma' "$tree"/*/compatible "$tree"/*/*/compatible); do
		tr '\000' '\n' <"$compatible" | grep -qx 'xen,grant-dma' || continue
		number 2>/dev/null <"${compatible%/*}/phandle"
		exit
	done
)

# gate_kind PATH OVERLAY: "status" or "iommus", the most that this overlay of the node sets; fails when it is no overlay of the node
gate_kind() {
	if gate_overlay "$1" | cmp -s - "$2"; then
		echo status
		return
	fi
	phandle=$(grant_dma_phandle) domid=$(claimed_domid "$1" <"$2")
	is_number "$phandle" 10 && is_number "$domid" 5 && [ "$domid" -le "$last_domid" ] || return
	gate_overlay "$1" "$phandle" "$domid" | cmp -s - "$2" && echo iommus
}

# can_name_domains: whether the owner of this guest, its tree and its kernel let an overlay do so
can_name_domains() {
	some_rule_has iommus && [ -n "$(grant_dma_phandle)" ] || return
	case $(look interface overlay_interface) in
	okayd-status-only | none | '') return 1 ;;
	esac
}
