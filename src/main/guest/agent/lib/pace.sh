# pace.sh: what to log and how long to wait when okayd does not accept a request

slowest_retry=15 # seconds

# why_not: prints the reason
why_not() {
	case $http in
	none) echo "${no_answer:-okayd $where does not answer}" ;;
	401) echo "okayd answers 401: the token in agent.conf is not that of guest $guest" ;;
	403) echo "okayd answers 403: the channels in this guest's spec lack $channel" ;;
	404) echo "okayd answers 404: it has no guest ${guest:-of this channel}, or the server $where is not okayd" ;;
	409) echo "okayd answers 409: it does not know this boot, or the guest booted the tree of another plan; in that case boot the new tree" ;;
	*) echo "okayd answers $http" ;;
	esac
}

# back_off: waits 1, 2, 4, 8, then 15 s; at once 15 s after a 4xx, which only a person can resolve
back_off() {
	case $http in
	4??) delay=$slowest_retry ;;
	esac
	in_background sleep "$delay"
	delay=$((delay * 2 > slowest_retry ? slowest_retry : delay * 2))
}

all_is_well() {
	delay=1
	situation "okayd $where knows this boot; waiting for commands"
}
