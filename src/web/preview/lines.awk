# SPDX-License-Identifier: MIT
# Makes preview.inc: a LINE("file", "text") for each line of the files.
FNR == 1 {
	name = FILENAME
	sub(/.*\//, "", name)
}

{
	gsub(/["?\\]/, "\\\\&")
	printf "LINE(\"%s\", \"%s\\n\")\n", name, $0
}
