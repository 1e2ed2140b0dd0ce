# outcome.sh: the format in which functions pass on the outcome of a command

# An outcome has lines of a name, a space and a value. The names are those of Report and Proof in okayd's openapi.yaml.

# fact NAME VALUE: prints a line of an outcome, unless the value is empty
fact() { [ -z "$2" ] || printf '%s %s\n' "$1" "$2"; } # no echo: some interpret backslashes

in_one_line() { tr '\n' ';' | sed 's/;$//; s/;/; /g'; }
