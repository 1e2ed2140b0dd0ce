# config.sh: /etc/okayd/agent.conf

newline='
'
default_allow='/virtio@*
/virtio_mmio@*
/passthrough/virtio@*
/soc/virtio_mmio@*'

# Read line by line and never sourced: what is in the file is data.
read_config() {
	channels=http url='' guest='' token='' allow='' max_overlay_bytes=512
	while IFS= read -r line || [ -n "$line" ]; do
		value=${line#*=}
		case $line in
		'' | '#'*) ;;
		channels=*) channels=$value ;;
		url=*) url=${value%/} ;;
		guest=*) guest=$value ;;
		token=*) token=$value ;;
		allow=*) allow=$allow${allow:+$newline}$value ;;
		max_overlay_bytes=*) max_overlay_bytes=$value ;;
		*) log "agent.conf: ignoring a line that is not understood, beginning '${line%%=*}'" ;;
		esac
	done <"$1"
	allow=${allow:-$default_allow}
	is_number "$max_overlay_bytes" 5 || die "agent.conf: max_overlay_bytes is not a number"
}

load_config() {
	if [ -r "$root/etc/okayd/agent.conf" ]; then
		read_config "$root/etc/okayd/agent.conf"
	else
		read_config /dev/null
	fi
}
