#!/bin/sh
# SPDX-License-Identifier: MIT
# Who may include whom: base ← book ← web ← wechat ← cmd, base ← git ← cmd,
# gate above book, web and git, and desk above gate. Each foreign header has one
# house.
awk '
	BEGIN {
		sees["base"] = "base"
		sees["git"] = "base git"
		sees["book"] = "base book"
		sees["web"] = "base book web"
		sees["wechat"] = "base book web wechat"
		sees["gate"] = "base git book web gate"
		sees["desk"] = "base git book web gate desk"
		sees["cmd"] = "base git book web wechat gate desk cmd"
		house["git2.h"] = "src/git/"
		house["sqlite3.h"] = "src/book/"
		house["yaml.h"] = "src/book/"
		house["cmark.h"] = "src/book/"
		house["jpeglib.h"] = "src/book/"
		house["png.h"] = "src/book/"
		house["lcms2.h"] = "src/book/pixels_color.c"
		house["curl/curl.h"] = "src/wechat/client.c"
		house["libexif/exif-data.h"] = "src/book/image.c"
		house["lz4.h"] = "src/web/pack.c"
		house["jansson.h"] = "src/web/data.c"
		house["zlib.h"] = "src/web/word.c"
		house["xlsxwriter.h"] = "src/web/sheet.c"
		house["microhttpd.h"] = "src/web/http.c"
	}
	FNR == 1 { split(FILENAME, part, "/"); floor = part[2] }
	/^#[ \t]*include[ \t]*"/ {
		split($0, quoted, "\"")
		from = quoted[2]
		if (from ~ /^\.\.?\//)
			print FILENAME ":" FNR ": " from " is not below src/"
		to = floor
		if (index(from, "/"))
			to = substr(from, 1, index(from, "/") - 1)
		if (!(floor in sees))
			print FILENAME ": no floor is called " floor
		else if (index(" " sees[floor] " ", " " to " ") == 0)
			print FILENAME ":" FNR ": " floor " sees " from
	}
	/^#[ \t]*include[ \t]*</ {
		split($0, quoted, /[<>]/)
		name = quoted[2]
		at = house[name]
		if (name ~ /^openssl\//)
			at = FILENAME ~ /base\/seal\.c$/ ? FILENAME : "src/base/digest.c"
		# The ban has to come after the macros of that header.
		if (name == "xlsxwriter.h" && FILENAME ~ /banned\.h$/)
			next
		if (at && index(FILENAME, at) != 1)
			print FILENAME ":" FNR ": <" name "> lives in " at
	}
	# Only the commands print and read the clock, the environment, and end
	# the program; out of memory is the one exception.
	floor != "cmd" && FILENAME ~ /\.c$/ &&
	/(^|[^a-z_])(printf|puts|putchar|getenv|secure_getenv|exit|time|clock_gettime|gettimeofday|setenv)\(/ {
		print FILENAME ":" FNR ": only cmd/ does this: " $0
	}
' src/*/*.[ch]
