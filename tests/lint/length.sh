#!/bin/sh
# SPDX-License-Identifier: MIT
# A file past 800 lines is two files; a function past 90 is two functions.
wc -l src/*/*.[ch] | awk '$2 != "total" && $1 > 800 {
	print $2 ": " $1 " lines"
}'
awk '
	FNR == 1 { began = 0 }
	/^\{/ { began = FNR }
	/^\}/ && began {
		if (FNR - began > 90)
			print FILENAME ":" began ": a function of " \
				FNR - began " lines"
		began = 0
	}
' src/*/*.c
