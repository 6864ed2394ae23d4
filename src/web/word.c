/* SPDX-License-Identifier: MIT */
/* The reference document is a ZIP of parts that are kept in the program as
 * they are; none is compressed. */
#include "word.h"

#include <zlib.h>

#include "base/child.h"

#define PART(name, file)                                      \
	__asm__(".section .rodata\n"                          \
		"word_" #name ":\n"                           \
		".incbin \"src/web/word/" file "\"\n"         \
		"word_" #name "_end:\n.byte 0\n.previous\n"); \
	extern const char word_##name[], word_##name##_end[];

PART(content_types, "content-types.xml")
PART(rels, "rels.xml")
PART(document, "document.xml")
PART(document_rels, "document-rels.xml")
PART(styles, "styles.xml")
PART(settings, "settings.xml")
PART(font_table, "font-table.xml")
PART(footer1, "footer1.xml")
PART(footer2, "footer2.xml")

static const struct part {
	const char *path, *from, *to;
} parts[] = {
    {"[Content_Types].xml", word_content_types, word_content_types_end},
    {"_rels/.rels", word_rels, word_rels_end},
    {"word/document.xml", word_document, word_document_end},
    {"word/_rels/document.xml.rels", word_document_rels,
	word_document_rels_end},
    {"word/styles.xml", word_styles, word_styles_end},
    {"word/settings.xml", word_settings, word_settings_end},
    {"word/fontTable.xml", word_font_table, word_font_table_end},
    {"word/footer1.xml", word_footer1, word_footer1_end},
    {"word/footer2.xml", word_footer2, word_footer2_end},
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
	uint32_t size = (uint32_t)(p->to - p->from);

	put(out, 20, 2);
	put(out, 0, 2);	     /* flags */
	put(out, 0, 2);	     /* stored */
	put(out, 0, 2);	     /* 00:00 */
	put(out, 0x0021, 2); /* 1980-01-01 */
	put(out, (uint32_t)crc32(0, (const unsigned char *)p->from, size), 4);
	put(out, size, 4);
	put(out, size, 4);
	put(out, (uint32_t)strlen(p->path), 2);
	put(out, 0, 2);
}

void word_reference(struct buf *out)
{
	size_t first = out->len, from, i;
	uint32_t at[PARTS], size;

	for (i = 0; i < PARTS; i++) {
		at[i] = (uint32_t)(out->len - first);
		buf_text(out, "PK\3\4");
		header(out, &parts[i]);
		buf_text(out, parts[i].path);
		buf_add(
		    out, parts[i].from, (size_t)(parts[i].to - parts[i].from));
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

	word_reference(&reference);
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
