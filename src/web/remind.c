/* SPDX-License-Identifier: MIT */
/* Rows that say the same of several units are one line. */
#include "remind.h"

struct str remind_sql(struct arena *a, int64_t days)
{
	return arena_printf(a,
	    "SELECT 牵头, 牵头单位, 事, 事项, 单位, 单位名称, 期限, 剩余天数, "
	    "对象 FROM 应办 WHERE (期限 IS NULL OR 剩余天数 <= %lld)"
	    " ORDER BY 牵头单位, 先后, 期限 IS NULL, 期限, 事项, 单位序, 单位, "
	    "对象",
	    (long long)days);
}

static bool is_same(
    const struct value *row, const struct value *other, const char *key)
{
	return str_equal(
	    value_find_text(row, key), value_find_text(other, key));
}

/* "11月20日截止，还有2天", "11月20日已经截止" */
static void due_write(struct buf *out, const struct value *row)
{
	struct date day;
	int64_t n = 0;

	if (!date_parse(&day, value_find_text(row, "期限")))
		return;
	str_integer(value_find_text(row, "剩余天数"), &n);
	if (n > 0)
		buf_printf(out, "（%d月%d日截止，还有%lld天）", day.month,
		    day.day, (long long)n);
	else if (!n)
		buf_text(out, "（今天截止）");
	else
		buf_printf(out, "（%d月%d日截止，已过%lld天）", day.month,
		    day.day, (long long)-n);
}

/* What, by when, who. How many rows these are. */
static size_t line_write(struct buf *out, const struct value *rows, size_t from)
{
	const struct value *first = rows->items[from];
	size_t i;

	buf_str(out, value_find_text(first, "事项"));
	due_write(out, first);
	buf_text(out, "：");
	for (i = from; i < rows->count; i++) {
		const struct value *row = rows->items[i];

		if (!is_same(row, first, "牵头单位") ||
		    !is_same(row, first, "事项") ||
		    !is_same(row, first, "期限"))
			break;
		buf_text(out, i > from ? "、" : "");
		buf_str(out, value_find_text(row, "单位名称"));
	}
	buf_text(out, "。\n");
	return i - from;
}

size_t remind_write(
    struct buf *out, const struct value *rows, size_t from, struct date today)
{
	const struct value *first = rows->items[from];
	char day[DATE_SIZE];

	date_print(day, today);
	buf_text(out, "【");
	buf_str(out, value_find_text(first, "牵头单位"));
	buf_printf(out, "】%s 还没有报、没有办结的，请抓紧：\n", day);
	while (
	    from < rows->count && is_same(rows->items[from], first, "牵头单位"))
		from += line_write(out, rows, from);
	return from;
}
