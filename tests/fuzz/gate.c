/* SPDX-License-Identifier: MIT */
/* Any bytes as what the gate reads: pkt-lines, a roster, an event, and a comment
 * in one. What is taken is as it was promised. */
#include <stdlib.h>
#include <unistd.h>

#include "gate/journal.h"
#include "gate/pkt.h"
#include "gate/roster.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PIPE_MAX = 60000 }; /* what a pipe holds */

static void check(bool is_true)
{
	if (!is_true)
		abort();
}

static void pkts(const uint8_t *data, size_t size)
{
	struct buf line = {0}, again = {0};
	enum pkt pkt;
	int ends[2];

	check(!pipe(ends));
	check(write(ends[1], data, size) == (ssize_t)size);
	close(ends[1]);
	while (
	    (pkt = pkt_read(&line, ends[0])) == PKT_LINE || pkt == PKT_FLUSH) {
		if (pkt == PKT_FLUSH) {
			pkt_add_flush(&again);
			continue;
		}
		check(line.len <= PKT_MAX - 4);
		if (line.len < PKT_MAX - 5)
			pkt_add(&again, buf_view(&line));
	}
	/* Each line has an end here, which it may have come without. */
	check(again.len <= size + size / 4);
	close(ends[0]);
	buf_release(&line);
	buf_release(&again);
}

static void roster(struct arena *a, struct str text)
{
	const struct date today = {2026, 11, 22};
	struct roster ro = {0};
	struct report r;
	size_t i, k;
	int status;

	report_init(&r, a);
	status = roster_parse(&ro, a, text, &r);
	check(!status || r.count > 0);
	for (i = 0; i < ro.count; i++) {
		const struct user *u = &ro.users[i];

		check(u->name.len > 0);
		for (k = 0; k < u->key_count; k++)
			check(key_is_good(u->keys[k]));
		roster_find(&ro, u->name, today);
		roster_is_office(&ro, u->unit, today);
	}
}

/* A comment is read as it was written, or not at all. */
static void comment(struct arena *a, struct str text)
{
	const struct event e = {.sort = EVENT_RETURNED,
	    .commit = STR("4a4b71bb9e104a4b71bb9e104a4b71bb9e104a4b"),
	    .who = STR("spj-lei"),
	    .comment = text};
	struct journal j = {0};
	struct buf out = {0};
	struct report r;

	report_init(&r, a);
	event_print(&out, &e);
	if (!journal_add(&j, a, 1, buf_view(&out), STR("0001.yml"), &r))
		check(str_equal(j.events[0].comment, text) &&
		    str_equal(j.events[0].who, e.who) &&
		    j.events[0].sort == e.sort && !j.events[0].item_count);
	else
		check(r.count > 0);
	buf_release(&out);
}

static void journal(struct arena *a, struct str text)
{
	struct journal j = {0};
	struct report r;

	report_init(&r, a);
	if (journal_add(&j, a, 1, text, STR("0001.yml"), &r)) {
		check(r.count > 0 && !j.count);
		return;
	}
	check(j.count == 1 && journal_next(&j) == 2);
	journal_receipt(&j);
	journal_decision(&j);
	if (j.events[0].due.len)
		days_late(j.events[0].seconds, j.events[0].due);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size};
	struct arena a = {0};

	if (size > PIPE_MAX)
		return 0;
	pkts(data, size);
	roster(&a, text);
	journal(&a, text);
	comment(&a, text);
	arena_release(&a);
	return 0;
}
