/* SPDX-License-Identifier: MIT */
/*
 * git's pkt-lines (gitprotocol-common(5)), as proc-receive speaks them: four
 * hex digits with the length of the line and themselves, then the line.
 * "0000" is a flush. A line's last "\n" does not count.
 */
#ifndef GATE_PKT_H
#define GATE_PKT_H

#include "base/buf.h"

enum pkt { PKT_LINE, PKT_FLUSH, PKT_END, PKT_BAD };

enum { PKT_MAX = 65520 };

/* Reads one; of PKT_LINE the line is in `line`. PKT_END: nothing more comes;
 * PKT_BAD: what came is no pkt-line, or ended in the middle. */
enum pkt pkt_read(struct buf *line, int fd);

/* Adds one. The line has to be shorter than PKT_MAX - 5. */
void pkt_add(struct buf *out, struct str line);
void pkt_add_flush(struct buf *out);

#endif
