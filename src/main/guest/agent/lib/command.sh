# command.sh: a command of okayd, read and executed

# read_command: sets the command_* variables from $work/answer; fails on whatever is not exactly a command
read_command() {
	command_id='' command_type='' command_device='' command_path='' command_sha256='' command_overlay=''
	json_fields "$work/answer" >"$work/fields" || return
	while read -r name value; do
		case $name in
		id) command_id=$value ;;
		type) command_type=$value ;;
		device) command_device=$value ;;
		path) command_path=$value ;;
		sha256) command_sha256=$value ;;
		overlay) command_overlay=$value ;;
		*) return 1 ;;
		esac
	done <"$work/fields"
	is_command_id "$command_id" && is_name "$command_device" && [ -n "$command_path" ] || return
	case $command_type in
	apply) is_sha256 "$command_sha256" && is_base64 "$command_overlay" ;;
	remove) ;;
	*) return 1 ;;
	esac
}

# execute: the outcome of the command
execute() {
	if [ "$command_type" = remove ]; then
		carry_out remove "okayd-$command_device" "$command_path"
		return
	fi
	printf '%s\n' "$command_overlay" | base64 -d >"$work/overlay" 2>/dev/null
	digest=$(sha256sum <"$work/overlay")
	if [ "${digest%% *}" = "$command_sha256" ]; then
		carry_out apply "okayd-$command_device" "$command_path" "$work/overlay"
	else
		fact result refused
		fact message "the overlay's sha256 is not the one that was sent with it"
	fi
}
