# json.sh: the subset of JSON that the protocol uses

# json_fields FILE: reads one flat object of numbers and of strings without quotation marks and backslashes; prints a line "name value" for each
# field. Fails on anything else.
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
			fields = fields name " " eat_value("\"[] !#-[^-~]*\"|0|[1-9][0-9]*") "\n"
		} while (eat("[,}]") == ",")
		if (rest !~ /^[ \t\r\n]*$/) exit 1
		printf "%s", fields
	}' "$1"
}

# members <FACTS: prints each fact as a string member with a trailing comma
members() {
	while read -r name value; do
		printf '"%s":"%s",' "$name" "$value"
	done
}

# awk functions for the two functions below. A character that would need escaping becomes a question mark.
json_functions='
	function with(list, value) { return list (list == "" ? "" : ",") value }
	function member(name, value) { return "\"" name "\":" value }
	function quoted(text, size) {
		gsub(/[^] !#-[^-~]/, "?", text)
		return "\"" substr(text, 1, size) "\""
	}
	function is_literal(name) { return name ~ /^(virtioId|virtioStatus|readable|carrier)$/ }
	function proof_member(name, value) { return member(name, is_literal(name) ? value : quoted(value, 64)) }
	{ name = $1; value = substr($0, length(name) + 2) }'

# report_json COMMAND-ID <OUTCOME
report_json() {
	awk -v boot="$boot_id" -v id="$1" "$json_functions"'
	name == "result" || name == "message" { report = with(report, member(name, quoted(value, 500))); next }
	name == "errno" || name == "micros" || name == "uptimeMillis" { report = with(report, member(name, value)); next }
	{ proof = with(proof, proof_member(name, value)) }
	END { printf "{\"bootId\":\"%s\",\"commandId\":\"%s\",%s,\"proof\":{%s}}", boot, id, report, proof }'
}

# overlays_json <FACTS: prints a list; each overlay begins with the fact "path"
overlays_json() {
	awk "$json_functions"'
	function end_overlay() { if (path != "") list = with(list, "{\"path\":" path ",\"proof\":{" proof "}}") }
	name == "path" { end_overlay(); path = quoted(value, 255); proof = ""; next }
	{ proof = with(proof, proof_member(name, value)) }
	END { end_overlay(); printf "[%s]", list }'
}
