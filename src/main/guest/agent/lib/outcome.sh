# outcome.sh: how functions tell each other what a command did

# An "outcome" is lines of a name, a space and a value. The names are those of Report and Proof in okayd's openapi.yaml.

# fact NAME VALUE: a line of an outcome, unless the value is empty
fact() { [ -z "$2" ] || printf '%s %s\n' "$1" "$2"; } # some echos make something else of a backslash

in_one_line() { tr '\n' ';' | sed 's/;$//; s/;/; /g'; }
