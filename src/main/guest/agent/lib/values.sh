# values.sh: checks the syntax of values

# These functions use shell patterns, not grep: they run for every command, and a guest that has just booted has little processor time.

# is_number TEXT DIGITS: a natural number of at most DIGITS digits; no leading zero, because the shell would read it as octal
is_number() {
	case $1 in
	'' | *[!0-9]* | 0?*) return 1 ;;
	esac
	[ ${#1} -le "$2" ]
}

# is_seconds TEXT: a duration from okayd, 1 to 60
is_seconds() { is_number "$1" 2 && [ "$1" -ge 1 ] && [ "$1" -le 60 ]; }

# is_name TEXT: a name of a guest or a device
is_name() {
	case $1 in
	'' | *[!a-z0-9-]* | -* | *-) return 1 ;;
	esac
	[ ${#1} -le 63 ]
}

is_command_id() { is_name "${1%.*}" && is_number "${1##*.}" 10 && [ "$1" = "${1%.*}.${1##*.}" ]; }

is_sha256() {
	case $1 in
	*[!0-9a-f]*) return 1 ;;
	esac
	[ ${#1} -eq 64 ]
}

is_base64() {
	case $1 in
	'' | *[!0-9a-zA-Z+/=]*) return 1 ;;
	esac
}

is_token() {
	case $1 in
	'' | *[!0-9a-zA-Z_-]*) return 1 ;;
	esac
}

is_url() {
	case $1 in
	*[!][0-9a-zA-Z._:/-]*) return 1 ;;
	http://?* | https://?*) ;;
	*) return 1 ;;
	esac
}

# is_node_path TEXT: an absolute path without ".." and other components that could leave the tree
is_node_path() {
	case $1 in
	*[!0-9a-zA-Z,._+@/-]* | [!/]* | *//* | */ | *..* | */./* | */. | '') return 1 ;;
	esac
}

# is_overlay_name TEXT: a name of a directory in configfs
is_overlay_name() {
	case $1 in
	'' | *[!0-9a-zA-Z,._+@-]* | .*) return 1 ;;
	esac
	[ ${#1} -le 80 ]
}
