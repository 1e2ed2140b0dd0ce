# config.sh: /etc/okayd/agent.conf

newline='
'
default_allow='/virtio@*
/virtio_mmio@*
/passthrough/virtio@*
/soc/virtio_mmio@*'

# Reads the file line by line and never sources it: its content is data.
read_config() {
	channels=http url='' guest='' token='' ca_file='' device='' allow='' max_overlay_bytes=512
	patience_seconds=30 quiesce_seconds=10 first_use_seconds=0
	while IFS= read -r line || [ -n "$line" ]; do
		value=${line#*=}
		case $line in
		'' | '#'*) ;;
		channels=*) channels=$value ;;
		url=*) url=${value%/} ;;
		guest=*) guest=$value ;;
		token=*) token=$value ;;
		ca_file=*) ca_file=$value ;;
		device=*) device=$value ;;
		allow=*) allow=$allow${allow:+$newline}$value ;;
		max_overlay_bytes=*) max_overlay_bytes=$value ;;
		patience_seconds=*) patience_seconds=$value ;;
		quiesce_seconds=*) quiesce_seconds=$value ;;
		first_use_seconds=*) first_use_seconds=$value ;;
		*) log "agent.conf: ignoring an unknown line that begins with '${line%%=*}'" ;;
		esac
	done <"$1"
	allow=${allow:-$default_allow}
	is_number "$max_overlay_bytes" 5 || die "agent.conf: max_overlay_bytes is not a number"
	is_seconds "$patience_seconds" || die "agent.conf: patience_seconds is not a number from 1 to 60"
	is_seconds "$quiesce_seconds" || die "agent.conf: quiesce_seconds is not a number from 1 to 60"
	is_number "$first_use_seconds" 2 || die "agent.conf: first_use_seconds is not a number below 100"
	bound_patience=$patience_seconds
}

load_config() {
	if [ -r "$root/etc/okayd/agent.conf" ]; then
		read_config "$root/etc/okayd/agent.conf"
	else
		read_config /dev/null
	fi
}
