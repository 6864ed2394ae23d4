# SPDX-License-Identifier: MIT
# Reads what one suite wrote, tells how it went, and adds a line "passed failed
# skipped" to the file `counts`.

# Something is wrong with the suite as a whole: its last lines may say what.
function failure(text,  i) {
	failed++
	print "not ok " suite ": " text
	for (i = NR - 24; i <= NR; i++)
		if (i > 0)
			print "    " line[i % 32]
}

# Lines before and behind one that failed are worth a look; there is an end.
function show_before(  i) {
	for (i = NR - 8; i < NR; i++)
		if (i > shown && i > last)
			print "    " line[i % 32]
}

{ line[NR % 32] = $0 }

/^1\.\.[0-9]+/ {
	plan = substr($1, 4) + 0
	has_plan = 1
	if (/# *[Ss][Kk][Ii][Pp]/)
		skipped_all = 1
	next
}

/^(not )?ok([ \t]|$)/ {
	behind = 0
	seen++
	if (/# *[Ss][Kk][Ii][Pp]/) {
		skipped++
	} else if (/^not/ && /# *TODO/) {
		# A fault that is known and not mended yet.
		skipped++
		sub(/^not ok/, "")
		print "todo " suite ":" $0
	} else if (/^not/) {
		failed++
		sub(/^not ok/, "")
		print "not ok " suite ":" $0
		show_before()
		behind = 20
	} else {
		passed++
	}
	last = NR
	next
}

behind > 0 {
	print "    " $0
	shown = NR
	behind--
}

END {
	if (!has_plan)
		failure("ended without a plan, exit status " status)
	else if (seen != plan && !skipped_all)
		failure("planned " plan " tests and ran " (seen + 0))
	else if (status && !failed)
		failure("exit status " status " though no test failed")
	if (skipped_all && !seen)
		skipped++
	printf "%-24s %4d passed", suite, passed
	if (failed)
		printf ", %d failed", failed
	if (skipped)
		printf ", %d skipped", skipped
	if (took > 1)
		printf " (%d s)", took
	print ""
	print passed + 0, failed + 0, skipped + 0 >>counts
}
