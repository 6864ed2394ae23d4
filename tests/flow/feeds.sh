#!/bin/sh
# SPDX-License-Identifier: MIT
# The sample's calendar and feed, read by readers that are not ours.

. "$(dirname "$0")/lib.sh"

for edition in public internal; do
	ok "build, $edition" "$TAIZHANG" build --quiet -C "$ROOT" \
		--today 2026-11-22 --edition $edition --out "$work/$edition"
done
ok "build, the next day" "$TAIZHANG" build --quiet -C "$ROOT" \
	--today 2026-11-23 --out "$work/next"

# Debian's python3 has the readers; another python in the path need not.
# shellcheck disable=SC2317 # ok() runs it
calendar() {
	/usr/bin/python3 - "$@" <<'P'
import re
import sys
from datetime import date

from icalendar import Calendar

events = {}
for path in sys.argv[1:]:
    raw = open(path, "rb").read()
    assert raw.endswith(b"\r\n"), "ends in CRLF"
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", raw), "CRLF alone"
    for line in raw.split(b"\r\n")[:-1]:
        assert 0 < len(line) <= 75, line
        line.decode("utf-8")
    calendar = Calendar.from_ical(raw)
    assert not calendar.errors
    assert calendar["version"] == "2.0" and calendar["prodid"]
    seen = calendar.walk("VEVENT")
    for event in seen:
        assert not event.errors, event.errors
        assert event["dtend"].dt > event["dtstart"].dt
        assert event["dtstart"].dt >= event["dtstamp"].dt.date()
        assert event["summary"] and event["description"]
        assert type(event["dtstart"].dt) is date
    uids = [str(event["uid"]) for event in seen]
    assert len(uids) == len(set(uids)), "an uid twice"
    assert uids, "no events"
    events[path] = {str(e["uid"]): str(e["summary"]) for e in seen}
whole, unit, following = (events[p] for p in sys.argv[1:4])
assert set(unit) <= set(whole), "the unit's are of the whole"
same = set(whole) & set(following)
assert len(same) > len(whole) / 2, "uids stay from day to day"
assert all(whole[u] == following[u] for u in same)
assert "report-2026-12@taizhang" in whole
assert any("活动台账" in v for v in [str(Calendar.from_ical(
    open(sys.argv[1], "rb").read())["x-wr-calname"])])
P
}
ok "the calendars" calendar "$work/public/calendar.ics" \
	"$work/public/calendar/mzj.ics" "$work/next/calendar.ics" \
	"$work/internal/calendar.ics"

# shellcheck disable=SC2317 # ok() runs it
feed() {
	/usr/bin/python3 - "$1" <<'P'
import os
import sys

import feedparser

path = sys.argv[1]
feed = feedparser.parse(path)
assert not feed.bozo, feed.bozo_exception
assert feed.version == "atom10"
assert feed.feed.id and feed.feed.title and feed.feed.author
assert 30 < len(feed.entries) <= 40, len(feed.entries)
ids = [entry.id for entry in feed.entries]
assert len(set(ids)) == len(ids)
times = [entry.updated_parsed for entry in feed.entries]
assert all(times) and times == sorted(times, reverse=True)
assert feed.feed.updated_parsed == times[0]
assert {entry.category for entry in feed.entries} == {"活动", "文章"}
for entry in feed.entries:
    assert entry.title and entry.summary and entry.author
    if entry.category == "文章":
        assert entry.content[0].value
    target = os.path.join(os.path.dirname(path), entry.link)
    assert os.path.exists(target), target
P
}
for edition in public internal; do
	ok "the feed is XML, $edition" xmllint --noout \
		"$work/$edition/feed.atom"
	ok "the feed, $edition" feed "$work/$edition/feed.atom"
done
like "internal ones say so" '内部' "$(cat "$work/internal/calendar.ics")"
like "in the feed too" '<title>.*（内部）</title>' \
	"$(cat "$work/internal/feed.atom")"

finish
