/* SPDX-License-Identifier: MIT */
/*
 * How the search's files hold numbers and texts: small, and quick to read for
 * a script that has nothing but a string. layouts/assets/search.js is the other
 * end; tests/flow/search.sh holds the two together.
 */
#ifndef WEB_PACK_H
#define WEB_PACK_H

#include "base/buf.h"

/* Seven bits a byte, the low ones first; the high bit says that more come. */
void pack_number(struct buf *out, uint64_t n);

/*
 * Which of the numbers below `all` are members; how many those are, the reader
 * knows from elsewhere. `members` ascend. Fewer than one in eight: gaps, a
 * number each (the first member, then how many lie between). Fewer than one in
 * eight are none: gaps of those. Else a bit each, the low ones first. So it
 * takes at most about all / 8 bytes.
 */
void pack_set(
    struct buf *out, const uint32_t *members, size_t count, uint32_t all);

/* RFC 4648, with padding. */
void pack_base64(struct buf *out, struct str bytes);

/* Where the units of pack_script() begin: none is a surrogate, a quotation mark
 * or a line's end. */
enum { PACK_UNIT = 0x3400 };

/*
 * A script that calls taizhangSearch("<name>", "<bytes>"): UTF-16, low byte
 * first, with a byte order mark, which browsers heed whatever a server says;
 * 15 bits a unit, the high ones first, zeros at the end. A fifth less than
 * base64.
 */
void pack_script(struct buf *out, const char *name, struct str bytes);

/*
 * How many bytes there are, as a number, and then an LZ4 block of them; what
 * stands in `before` (64 KB at most) may be referred to as if it stood right
 * before them.
 */
void pack_bytes(struct buf *out, struct str bytes, struct str before);

#endif
