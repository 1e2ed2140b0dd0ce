# pace.sh: what to say and how long to wait when okayd does not take a request

slowest_retry=15 # seconds

# why_not: what is the matter, in words
why_not() {
	case $http in
	none) echo "${no_answer:-okayd $where does not answer}" ;;
	401) echo "okayd answers 401: the token in agent.conf is not the one of guest $guest" ;;
	403) echo "okayd answers 403: the channels in this guest's spec do not have $channel" ;;
	404) echo "okayd answers 404: it has no guest ${guest:-of this channel}, or what is $where is not okayd" ;;
	409) echo "okayd answers 409: it does not know this boot, or this boot's tree is of another plan: then boot the new one" ;;
	*) echo "okayd answers $http" ;;
	esac
}

# back_off: 1, 2, 4, 8, 15 s; at once 15 s where only a person can help
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
