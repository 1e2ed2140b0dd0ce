# report.sh: the report on a command

# send_report JSON: sends it until okayd accepts or refuses it
send_report() {
	delay=1
	while :; do
		request reports "$1"
		case $http in
		ok)
			all_is_well
			return
			;;
		4??)
			log "$command_id: report dropped, okayd answers $http"
			return
			;;
		esac
		try_again
	done
}
