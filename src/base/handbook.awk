# SPDX-License-Identifier: MIT
# Makes handbook.inc of the sections of the handbook: a SECTION("id", "text")
# each, a line of the text on a line.
FNR == 1 {
	if (NR > 1)
		print ")"
	id = FILENAME
	sub(/.*\//, "", id)
	sub(/\.md$/, "", id)
	printf "SECTION(\"%s\",", id
}

{
	gsub(/["?\\]/, "\\\\&")
	printf "\n\t\"%s\\n\"", $0
}

END { print ")" }
