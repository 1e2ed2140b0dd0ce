# json.sh: the little JSON that the protocol needs

# json_fields FILE: a line of a name, a space and a value for each field of one flat object of strings without quotation marks and
# backslashes, and of numbers. Anything else fails.
json_fields() {
	awk '
	function eat(pattern) {
		sub(/^[ \t\r\n]+/, "", rest)
		if (!match(rest, "^(" pattern ")")) exit 1
		token = substr(rest, 1, RLENGTH)
		rest = substr(rest, RLENGTH + 1)
		return token
	}
	function eat_value(pattern) {
		eat(pattern)
		gsub(/"/, "", token)
		return token
	}
	{ text = text $0 "\n" }
	END {
		rest = text
		eat("[{]")
		do {
			name = eat_value("\"[A-Za-z0-9]+\"")
			if (name in seen) exit 1
			seen[name] = 1
			eat(":")
			fields = fields name " " eat_value("\"[] !#-[^-~]*\"|[0-9]+") "\n"
		} while (eat("[,}]") == ",")
		if (rest !~ /^[ \t\r\n]*$/) exit 1
		printf "%s", fields
	}' "$1"
}

# member NAME VALUE: with a comma after it, or nothing when there is no value
member() { [ -z "$2" ] || printf '"%s":"%s",' "$1" "$2"; }

# report_json COMMAND-ID <OUTCOME. The kernel's words are cut down to what needs no escaping.
report_json() {
	awk -v boot="$boot_id" -v id="$1" '
	function with(list, name, value) { return list (list == "" ? "" : ",") "\"" name "\":" value }
	function quoted(text, size) {
		gsub(/[^] !#-[^-~]/, "?", text)
		return "\"" substr(text, 1, size) "\""
	}
	{ name = $1; value = substr($0, length(name) + 2) }
	name == "result" || name == "message" { report = with(report, name, quoted(value, 500)); next }
	name == "errno" || name == "micros" { report = with(report, name, value); next }
	name == "virtioId" { proof = with(proof, name, value); next }
	{ proof = with(proof, name, quoted(value, 64)) }
	END { printf "{\"bootId\":\"%s\",\"commandId\":\"%s\",%s,\"proof\":{%s}}", boot, id, report, proof }'
}
