/* SPDX-License-Identifier: MIT */
/* Tags are found by their text: templates and cmark write <img … > in this
 * form, and "<" and ">" in any text and attribute are escaped. */
#include "photo.h"

#include "book/yaml.h"

enum { WIDEST = 1920, NARROWEST = 16 };

/* --- the rules ------------------------------------------------------------ */

static int fault(struct report *r, struct place place, const char *what)
{
	return report_add(
	    r, FINDING_LAYOUT, STR(PHOTO_FILE), place, "%s", what);
}

static int widths_read(
    struct variant_widths *w, const struct value *v, struct report *r)
{
	static const char wrong[] =
	    "widths 要写成从小到大的几个像素数，最多 8 个，如 [480, 960, 1920]";
	int64_t least = NARROWEST, width;
	size_t i;

	if (v->type != VALUE_LIST || !v->count || v->count > VARIANTS_MAX)
		return fault(r, v->place, wrong);
	for (i = 0; i < v->count; i++) {
		if (!str_integer(v->items[i]->text, &width) || width < least ||
		    width > PICTURE_SIDE_MAX)
			return fault(r, v->items[i]->place, wrong);
		w->widths[i] = (uint32_t)width;
		least = width + 1;
	}
	w->count = v->count;
	return 0;
}

static int rule_read(
    struct photo_rules *p, const struct pair *pair, struct report *r)
{
	if (str_is(pair->key, "widths"))
		return widths_read(&p->widths, pair->value, r);
	if (!str_is(pair->key, "sizes"))
		return fault(r, pair->place, "这里只写 widths 和 sizes");
	if (pair->value->type != VALUE_TEXT || !pair->value->text.len)
		return fault(
		    r, pair->place, "sizes 要写图片在页面上的宽度，如 100vw");
	p->sizes = pair->value->text;
	return 0;
}

int photo_rules_read(struct photo_rules *p, struct arena *a,
    const struct tree *t, struct report *r)
{
	const struct entry *e = tree_find(t, STR(PHOTO_FILE));
	const struct value *v;
	struct str text;
	int status = 0;
	size_t i;

	*p = (struct photo_rules){
	    .widths = {{WIDEST}, 1}, .sizes = STR("100vw")};
	if (!e)
		return 0;
	if (tree_read_once(t, e, a, &text, r) ||
	    !(v = yaml_parse(a, text, e->path, 1, r)))
		return -1;
	if (v->type != VALUE_MAP)
		return fault(r, v->place, "这里只写 widths 和 sizes");
	for (i = 0; i < v->count; i++)
		if (rule_read(p, &v->pairs[i], r))
			status = -1;
	return status;
}

/* --- tags ----------------------------------------------------------------- */

void photo_path(struct buf *out, struct str path, uint32_t width)
{
	struct str name = path_name(path);

	buf_str(out, str_slice(path, 0, path.len - name.len));
	buf_printf(out, "%u/", (unsigned)width);
	buf_str(out, name);
}

enum { SRC, SRCSET, SIZES, WIDTH, HEIGHT, LOADING, DECODING, NAMES };

static const char *const names[NAMES] = {
    "src", "srcset", "sizes", "width", "height", "loading", "decoding"};

struct tag {
	struct str src;
	bool has[NAMES];
};

/* The next attribute; false: no more. */
static bool attribute_next(
    struct str *rest, struct str *name, struct str *value)
{
	size_t at = 0, end;

	*rest = str_trim(*rest);
	while (at < rest->len && !strchr("= \t\n/", rest->data[at]))
		at++;
	if (!at)
		return false;
	*name = str_slice(*rest, 0, at);
	*value = (struct str){0};
	if (at + 1 < rest->len && rest->data[at] == '=' &&
	    strchr("\"'", rest->data[at + 1])) {
		end = str_find_byte(*rest, rest->data[at + 1], at + 2);
		*value = str_slice(*rest, at + 2, end);
		at = end + 1;
	}
	*rest = str_slice(*rest, at, rest->len);
	return true;
}

static void tag_read(struct tag *t, struct str text)
{
	struct str name, value;
	size_t i;

	*t = (struct tag){0};
	while (attribute_next(&text, &name, &value))
		for (i = 0; i < NAMES; i++)
			if (str_is(name, names[i])) {
				t->has[i] = true;
				if (i == SRC)
					t->src = value;
			}
}

static void srcset_write(struct buf *out, const struct target *t)
{
	const struct variants *v = t->picture;
	size_t i;

	buf_text(out, " srcset=\"");
	for (i = 0; i < v->count; i++) {
		buf_text(out, i ? ", /" : "/");
		if (i + 1 < v->count)
			photo_path(out, t->path, v->items[i].width);
		else
			buf_str(out, t->path);
		buf_printf(out, " %uw", (unsigned)v->items[i].width);
	}
	buf_byte(out, '"');
}

static void tag_complete(struct buf *out, const struct tag *tag,
    const struct target *t, const struct photo_rules *rules)
{
	const struct variant *self = &t->picture->items[t->picture->count - 1];

	if (t->picture->count > 1 && !tag->has[SRCSET]) {
		srcset_write(out, t);
		if (!tag->has[SIZES]) {
			buf_text(out, " sizes=\"");
			buf_html(out, rules->sizes);
			buf_byte(out, '"');
		}
	}
	if (self->width && !tag->has[WIDTH] && !tag->has[HEIGHT])
		buf_printf(out, " width=\"%u\" height=\"%u\"",
		    (unsigned)self->width, (unsigned)self->height);
	if (!tag->has[LOADING])
		buf_text(out, " loading=\"lazy\"");
	if (!tag->has[DECODING])
		buf_text(out, " decoding=\"async\"");
}

/* Where attributes may be added to the tag that ends at `end`. */
static size_t tag_cut(struct str html, size_t end)
{
	if (end && html.data[end - 1] == '/')
		end--;
	while (end && html.data[end - 1] == ' ')
		end--;
	return end;
}

/* Offset behind the next "<img "; html.len: none. A byte is found faster than
 * a word. */
static size_t tag_next(struct str html, size_t from)
{
	const struct str opening = STR("<img ");

	while ((from = str_find_byte(html, '<', from)) < html.len) {
		if (str_begins(str_slice(html, from, html.len), opening))
			return from + opening.len;
		from++;
	}
	return html.len;
}

bool photo_complete(struct buf *out, struct str html,
    const struct targets *targets, const struct photo_rules *rules)
{
	size_t from = 0, at = 0, end, cut;

	while ((at = tag_next(html, at)) < html.len) {
		const struct target *t = NULL;
		struct tag tag;

		end = str_find_byte(html, '>', at);
		tag_read(&tag, str_slice(html, at, end));
		if (str_begins(tag.src, STR("/")))
			t = target_find(targets, link_path(tag.src));
		if (!t || !t->picture)
			continue;
		cut = tag_cut(html, end);
		buf_str(out, str_slice(html, from, cut));
		tag_complete(out, &tag, t, rules);
		from = cut;
	}
	if (from)
		buf_str(out, str_slice(html, from, html.len));
	return from > 0;
}
