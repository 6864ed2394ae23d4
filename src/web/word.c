/* SPDX-License-Identifier: MIT */
/* The reference document is a ZIP of parts that are kept in the program as
 * they are; none is compressed. */
#include "word.h"

#include <zlib.h>

#include "base/child.h"
#include "base/embedded.h"

static const struct part {
	const char *path, *file; /* in the ZIP; in the source tree */
} parts[] = {
    {"[Content_Types].xml", "src/web/word/content-types.xml"},
    {"_rels/.rels", "src/web/word/rels.xml"},
    {"word/document.xml", "src/web/word/document.xml"},
    {"word/_rels/document.xml.rels", "src/web/word/document-rels.xml"},
    {"word/styles.xml", "src/web/word/styles.xml"},
    {"word/settings.xml", "src/web/word/settings.xml"},
    {"word/fontTable.xml", "src/web/word/font-table.xml"},
    {"word/footer1.xml", "src/web/word/footer1.xml"},
    {"word/footer2.xml", "src/web/word/footer2.xml"},
};
enum { PARTS = sizeof parts / sizeof *parts };

static void put(struct buf *out, uint32_t n, int bytes)
{
	for (; bytes--; n >>= 8)
		buf_byte(out, (char)(n & 0xff));
}

/* What the local and the central header of a file share, from "version
 * needed" to "extra field length" (APPNOTE.TXT, 4.3.7 and 4.3.12). */
static void header(struct buf *out, const struct part *p)
{
	struct str bytes = embedded_file(str_from(p->file));
	uint32_t size = (uint32_t)bytes.len;

	put(out, 20, 2);
	put(out, 0, 2);	     /* flags */
	put(out, 0, 2);	     /* stored */
	put(out, 0, 2);	     /* 00:00 */
	put(out, 0x0021, 2); /* 1980-01-01 */
	put(out, (uint32_t)crc32(0, (const unsigned char *)bytes.data, size),
	    4);
	put(out, size, 4);
	put(out, size, 4);
	put(out, (uint32_t)strlen(p->path), 2);
	put(out, 0, 2);
}

/* Adds the reference document. */
static void reference_write(struct buf *out)
{
	size_t first = out->len, from, i;
	uint32_t at[PARTS], size;

	for (i = 0; i < PARTS; i++) {
		at[i] = (uint32_t)(out->len - first);
		buf_text(out, "PK\3\4");
		header(out, &parts[i]);
		buf_text(out, parts[i].path);
		buf_str(out, embedded_file(str_from(parts[i].file)));
	}
	from = out->len;
	for (i = 0; i < PARTS; i++) {
		buf_text(out, "PK\1\2");
		put(out, 20, 2);
		header(out, &parts[i]);
		put(out, 0, 2); /* comment */
		put(out, 0, 4); /* disk, what it is in itself */
		put(out, 0, 4); /* what it is outside */
		put(out, at[i], 4);
		buf_text(out, parts[i].path);
	}
	size = (uint32_t)(out->len - from);
	buf_text(out, "PK\5\6");
	put(out, 0, 4);
	put(out, PARTS, 2);
	put(out, PARTS, 2);
	put(out, size, 4);
	put(out, (uint32_t)(from - first), 4);
	put(out, 0, 2);
}

int word_write(
    struct buf *out, struct str html, struct date day, struct report *r)
{
	/* No data of the user's own (templates, defaults) have a say. */
	static const char *const argv[] = {"pandoc", "--data-dir=/nonexistent",
	    "--from=html-auto_identifiers", "--to=docx",
	    "--reference-doc=/dev/fd/3", "--output=-", NULL};
	struct str when = arena_printf(r->arena, "SOURCE_DATE_EPOCH=%lld",
	    (long long)date_days(day) * 86400);
	const char *environment[] = {
	    "LC_ALL=C.UTF-8", "HOME=/nonexistent", when.data, NULL};
	struct buf reference = {0}, said = {0};
	struct child c = {.argv = argv, .environment = environment, .in = html};
	size_t before = out->len;
	int status;

	reference_write(&reference);
	c.more = buf_view(&reference);
	status = child_run(out, &said, &c, r);
	if (status == CHILD_MISSING)
		status =
		    report_add(r, FINDING_SYSTEM, STR(""), (struct place){0},
			"没有安装 pandoc，写不了 Word 文件；在 Debian 上："
			"apt-get install pandoc");
	else if (status > 0 || (!status && out->len == before))
		status = report_add(r, FINDING_SYSTEM, STR(""),
		    (struct place){0}, "pandoc 没有写成 Word 文件（%d）：%.*s",
		    status, (int)said.len, said.data ? said.data : "");
	buf_release(&reference);
	buf_release(&said);
	return status;
}
