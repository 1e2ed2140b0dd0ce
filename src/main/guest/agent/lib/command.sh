# command.sh: reads and executes a command of okayd

valid_by_default=60 # seconds, for a command without validSeconds

# read_command: sets the command_* variables from $work/answer; fails on anything but a well-formed command
read_command() {
	command_id='' command_type='' command_device='' command_path='' command_sha256='' command_overlay=''
	command_valid_seconds=$valid_by_default
	json_fields "$work/answer" >"$work/fields" || return
	while read -r name value; do
		case $name in
		id) command_id=$value ;;
		type) command_type=$value ;;
		device) command_device=$value ;;
		path) command_path=$value ;;
		sha256) command_sha256=$value ;;
		overlay) command_overlay=$value ;;
		validSeconds) command_valid_seconds=$value ;;
		*) return 1 ;;
		esac
	done <"$work/fields"
	is_command_id "$command_id" && is_name "$command_device" && [ -n "$command_path" ] && [ ${#command_path} -le 255 ] &&
		is_number "$command_valid_seconds" 9 || return
	case $command_type in
	apply) is_sha256 "$command_sha256" && is_base64 "$command_overlay" ;;
	remove | bind | unbind) ;;
	*) return 1 ;;
	esac
}

# execute: executes the command and writes $work/outcome; fails, without an outcome, if the command has to be dropped
execute() {
	case $command_type in
	apply) execute_apply ;;
	remove) execute_remove ;;
	bind | unbind) execute_rebind ;;
	esac
}

# overlay_name: prints the name of the command's overlay in the kernel: okayd's own, or the name under which a person has applied it. Reading a
# hung overlay may hang, so the agent does not read that.
overlay_name() {
	mine=okayd-$command_device others=''
	if [ "$(live_status "$command_path")" = okay ] && ! still_hangs "$(device_mark "$command_path")" &&
		! look "$mine" is_applied "$overlays/$mine"; then
		others=$(each_applied name_where_path_is "$command_path" | head -n 1)
	fi
	echo "${others:-$mine}"
}

# name_where_path_is WANTED-PATH NAME PATH
name_where_path_is() { [ "$3" != "$1" ] || echo "$2"; }

# The agent does not ask for go before a refusal: a refusal does not depend on it.
execute_apply() {
	unpack_overlay >"$work/outcome" || return 0
	judge "$command_path" "$work/overlay" >"$work/outcome" || return 0
	with_go carry_out apply "$(overlay_name)" "$command_path" "$work/overlay"
}

execute_remove() {
	unless_refused "$(okayd_removal_refusal "$command_path")" "$command_path" >"$work/outcome" || return 0
	with_go carry_out remove "$(overlay_name)" "$command_path"
}

execute_rebind() {
	judge_rebind "$command_type" "$command_path" >"$work/outcome" || return 0
	with_go carry_out "$command_type" "okayd-$command_device" "$command_path"
}

# unpack_overlay: writes $work/overlay; or fails and prints the outcome
unpack_overlay() {
	printf '%s\n' "$command_overlay" | base64 -d >"$work/overlay" 2>/dev/null
	digest=$(sha256sum <"$work/overlay")
	[ "${digest%% *}" != "$command_sha256" ] || return 0
	fact result refused
	fact message "the overlay's sha256 differs from the one in the command"
	return 1
}
