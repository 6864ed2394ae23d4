/* SPDX-License-Identifier: MIT */
/* Styles and the script are files in preview/ that the program holds. */
#include "preview_parts.h"

#include <stdlib.h>

#include "base/embedded.h"
#include "base/lines.h"
#include "base/utf8.h"

/* As many as a person reads. */
enum { HERE_MAX = 100, ALL_MAX = 300, PAGES_MAX = 40 };

unsigned preview_status(enum preview_page is)
{
	switch (is) {
	case PREVIEW_FAULTY:
		return 500;
	case PREVIEW_MISSING:
		return 404;
	case PREVIEW_NONE_YET:
		return 503;
	case PREVIEW_NOW:
	case PREVIEW_HELD:
	case PREVIEW_KEPT:
	default:
		return 200;
	}
}

const char *preview_type(struct str path)
{
	static const char *const types[][2] = {
	    {".html", "text/html; charset=utf-8"},
	    {".css", "text/css; charset=utf-8"},
	    {".js", "text/javascript; charset=utf-8"},
	    {".json", "application/json; charset=utf-8"},
	    {".csv", "text/csv; charset=utf-8"},
	    {".txt", "text/plain; charset=utf-8"},
	    {".ics", "text/calendar; charset=utf-8"},
	    {".atom", "application/atom+xml; charset=utf-8"},
	    {".xml", "application/xml; charset=utf-8"},
	    {".svg", "image/svg+xml"},
	    {".png", "image/png"},
	    {".jpg", "image/jpeg"},
	    {".jpeg", "image/jpeg"},
	    {".webp", "image/webp"},
	    {".xlsx",
		"application/"
		"vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	};
	size_t i;

	for (i = 0; i < sizeof types / sizeof *types; i++)
		if (str_ends(path, str_from(types[i][0])))
			return types[i][1];
	return "application/octet-stream";
}

void preview_own(struct buf *out, struct str name)
{
	struct buf path = {0};

	buf_printf(&path, "src/web/preview/%.*s", STR_ARGS(name));
	buf_str(out, embedded_file(buf_view(&path)));
	buf_release(&path);
}

/* --- notes in place of a page --------------------------------------------- */

/* How much of the beginning two paths share. */
static size_t common(struct str a, struct str b)
{
	size_t n = 0;

	while (n < a.len && n < b.len && a.data[n] == b.data[n])
		n++;
	return n;
}

/* The pages whose paths begin most like the one that was asked for. */
static void near_pages(
    struct buf *out, struct str path, const struct pages *pages)
{
	size_t best = 0, n = 0, i;

	for (i = 0; i < pages->count; i++) {
		size_t shared = common(pages->pages[i].path, path);

		if (shared > best &&
		    str_ends(pages->pages[i].path, STR(".html")))
			best = shared;
	}
	buf_text(out, "<ul>\n<li><a href=\"/index.html\">首页</a></li>\n");
	for (i = 0; i < pages->count && n < PAGES_MAX; i++) {
		struct str to = pages->pages[i].path;

		if (common(to, path) < best || !str_ends(to, STR(".html")) ||
		    str_is(to, "index.html"))
			continue;
		n++;
		buf_text(out, "<li><a href=\"/");
		buf_html(out, to);
		buf_text(out, "\">");
		buf_html(out, to);
		buf_text(out, "</a></li>\n");
	}
	buf_text(out, "</ul>\n");
}

void preview_instead(struct buf *out, enum preview_page is, struct str path,
    const struct pages *pages)
{
	const char *title = "还没有门户",
		   *why =
		       "正在读取，或方案、版式有错；改好保存后这里会自动更新。";

	if (is == PREVIEW_MISSING) {
		title = "没有这一页";
		why = "门户里没有这个地址。相近的有：";
	} else if (is == PREVIEW_FAULTY) {
		title = "这一页做不出来";
		why = "原因见下方；改好保存后这里会自动更新。";
	}
	buf_printf(out,
	    "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
	    "content=\"width=device-width, initial-scale=1\">\n"
	    "<title>%s</title>\n<link rel=\"stylesheet\" "
	    "href=\"/.taizhang/note.css\">\n</head>\n<body>\n<main>\n"
	    "<h1>%s</h1>\n<p><code>/",
	    title, title);
	buf_html(out, path);
	buf_printf(out, "</code></p>\n<p>%s</p>\n", why);
	if (is == PREVIEW_MISSING && pages)
		near_pages(out, path, pages);
	buf_text(out, "</main>\n</body>\n</html>\n");
}

void preview_inject(struct buf *page, struct str path, uint64_t shown)
{
	static const struct str mark = {"</body>", 7};
	struct buf out = {0};
	size_t at = page->len, next = 0;

	while ((next = str_find(buf_view(page), mark, next)) < page->len)
		at = next++;
	buf_str(&out, str_slice(buf_view(page), 0, at));
	buf_text(&out, "<script src=\"/.taizhang/preview.js\" data-page=\"");
	buf_html(&out, path);
	buf_printf(&out, "\" data-shown=\"%llu\" defer></script>\n",
	    (unsigned long long)shown);
	buf_str(&out, str_slice(buf_view(page), at, page->len));
	buf_release(page);
	*page = out;
}

/* --- findings ------------------------------------------------------------- */

/* Which page a record has. */
struct home {
	struct str record, page;
};

struct homes {
	struct home *homes; /* by record */
	size_t count;
};

static int home_order(const void *left, const void *right)
{
	const struct home *a = left, *b = right;
	int order = str_compare(a->record, b->record);

	return order ? order : str_compare(a->page, b->page);
}

static void homes_find(
    struct homes *h, struct arena *a, const struct site *site)
{
	const struct pages *ps = site ? site_listed(site) : NULL;
	size_t i;

	*h = (struct homes){0};
	if (!ps)
		return;
	h->homes = arena_array(a, ps->count, sizeof *h->homes);
	for (i = 0; i < ps->count; i++) {
		const struct page *p = &ps->pages[i];
		struct str record = site_record(site, p);

		if (record.len && str_ends(p->path, STR(".html")))
			h->homes[h->count++] = (struct home){record, p->path};
	}
	if (h->count)
		qsort(h->homes, h->count, sizeof *h->homes, home_order);
}

/* The page of a file: a record's, or that of the record beside a picture. */
static struct str home_of(const struct homes *h, struct str file)
{
	size_t low = 0, high = h->count;
	struct str folder = path_folder(file);

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (str_compare(h->homes[mid].record, folder) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < h->count && str_begins(h->homes[low].record, folder);
	     low++)
		if (str_equal(h->homes[low].record, file) ||
		    (path_is_picture(file) &&
			str_equal(path_folder(h->homes[low].record), folder)))
			return h->homes[low].page;
	return (struct str){0};
}

/* What has no file, the layouts and whatever keeps the portal back concern
 * every page; else it is about the page itself, its record, or a picture
 * beside that. */
static bool is_here(const struct finding *x, const struct findings_of *f)
{
	bool is_warning = x->level == LEVEL_WARNING;

	if (!x->path.len || (x->blocks == BLOCKS_PORTAL && !is_warning) ||
	    str_begins(x->path, STR("layouts/")))
		return true;
	if (str_equal(x->path, f->page))
		return true;
	return f->record.len &&
	    (str_equal(x->path, f->record) ||
		(path_is_picture(x->path) &&
		    str_equal(path_folder(x->path), path_folder(f->record))));
}

static void pair(struct buf *out, const char *name, struct str text)
{
	if (!text.len)
		return;
	buf_printf(out, ",\"%s\":", name);
	buf_json(out, text);
}

/* The line, in three: before what is meant, that, and behind it. */
static void line_add(
    struct buf *out, struct lines *lines, const struct finding *x)
{
	uint32_t width = x->place.width ? x->place.width : 1;
	struct str line;
	size_t at, end;

	if (x->is_private || !lines_find(lines, x->path, x->place.line, &line))
		return;
	at = end =
	    x->place.column ? utf8_offset(line, x->place.column) : line.len;
	if (x->place.column)
		end += utf8_offset(str_slice(line, at, line.len), width + 1);
	buf_text(out, ",\"text\":[");
	buf_json(out, str_slice(line, 0, at));
	buf_byte(out, ',');
	buf_json(out, str_slice(line, at, end));
	buf_byte(out, ',');
	buf_json(out, str_slice(line, end, line.len));
	buf_byte(out, ']');
}

static void finding_add(struct buf *out, struct lines *lines,
    const struct homes *homes, const struct finding *x)
{
	buf_printf(out, "{\"level\":%d,\"word\":\"%s\",\"id\":", (int)x->level,
	    level_name(x->level));
	buf_json(out, x->id);
	pair(out, "name", x->name);
	pair(out, "path", x->path);
	buf_printf(out, ",\"line\":%u,\"column\":%u", (unsigned)x->place.line,
	    (unsigned)x->place.column);
	pair(out, "message", x->message);
	line_add(out, lines, x);
	pair(out, "mended", x->mended);
	pair(out, "clause", x->clause);
	pair(out, "remedy", x->remedy);
	pair(out, "page", home_of(homes, x->path));
	buf_byte(out, '}');
}

static size_t findings_add(struct buf *out, const struct findings_of *f,
    const struct homes *homes, bool are_here, size_t max)
{
	struct lines lines = {.tree = f->tree};
	size_t n = 0, i;

	for (i = 0; i < f->report->count; i++) {
		const struct finding *x = &f->report->findings[i];

		if (is_here(x, f) != are_here || n++ >= max)
			continue;
		if (n > 1)
			buf_text(out, ",\n");
		finding_add(out, &lines, homes, x);
	}
	lines_release(&lines);
	return n;
}

void preview_findings(struct buf *out, const struct findings_of *f)
{
	static const char *const states[] = {
	    [PREVIEW_NOW] = "now",
	    [PREVIEW_HELD] = "held",
	    [PREVIEW_KEPT] = "kept",
	    [PREVIEW_FAULTY] = "faulty",
	    [PREVIEW_MISSING] = "missing",
	    [PREVIEW_NONE_YET] = "none",
	};
	struct arena a = {0};
	struct homes homes;
	size_t here;

	homes_find(&homes, &a, f->site);
	buf_printf(out,
	    "{\"shown\":%llu,\"found\":%llu,\"is\":\"%s\",\n"
	    "\"errors\":%zu,\"warnings\":%zu,\n\"here\":[",
	    (unsigned long long)f->shown, (unsigned long long)f->found,
	    states[f->is],
	    report_count(f->report, LEVEL_ERROR) +
		report_count(f->report, LEVEL_FAILURE),
	    report_count(f->report, LEVEL_WARNING));
	here = findings_add(out, f, &homes, true, HERE_MAX);
	buf_text(out, "],\n\"others\":[");
	findings_add(out, f, &homes, false, ALL_MAX);
	buf_printf(out, "],\n\"count\":%zu}\n", here);
	arena_release(&a);
}
