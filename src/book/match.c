/* SPDX-License-Identifier: MIT */
/* A pattern's pieces are tried from the left; a capture takes as little as the
 * rest allows. */
#include "match.h"

struct matcher {
	const struct kind *kind;
	struct str *captures;
	size_t first; /* offset of the first capture; SIZE_MAX: none yet */
	struct str path;
};

static bool match_from(struct matcher *m, size_t piece, size_t at);

static bool match_capture(struct matcher *m, size_t piece, size_t at)
{
	const struct piece *p = &m->kind->pieces[piece];
	size_t number = (size_t)(p->field - m->kind->captures), end;
	struct str rest = p->text, alternative;

	if (m->first == SIZE_MAX)
		m->first = at;
	while (str_next(&rest, '|', &alternative)) {
		end = at + alternative.len;
		m->captures[number] = str_slice(m->path, at, end);
		if (str_equal(m->captures[number], alternative) &&
		    match_from(m, piece + 1, end))
			return true;
	}
	if (p->text.len)
		return false;
	for (end = at; end < m->path.len; end++) {
		if (m->path.data[end] == '/' && !p->is_deep)
			return false;
		m->captures[number] = str_slice(m->path, at, end + 1);
		if (match_from(m, piece + 1, end + 1))
			return true;
	}
	return false;
}

static bool match_from(struct matcher *m, size_t piece, size_t at)
{
	const struct piece *p = &m->kind->pieces[piece];
	size_t first;

	if (piece == m->kind->piece_count)
		return at == m->path.len;
	switch (p->type) {
	case PIECE_TEXT:
		return str_begins(
			   str_slice(m->path, at, m->path.len), p->text) &&
		    match_from(m, piece + 1, at + p->text.len);
	case PIECE_OPTIONAL:
		first = m->first;
		if (match_from(m, piece + 1, at))
			return true;
		m->first = first;
		for (; piece < p->end; piece++)
			if (m->kind->pieces[piece].type == PIECE_CAPTURE)
				m->captures[m->kind->pieces[piece].field -
				    m->kind->captures] = STR("");
		return match_from(m, p->end + 1, at);
	case PIECE_END:
		return match_from(m, piece + 1, at);
	case PIECE_CAPTURE:
	default:
		return match_capture(m, piece, at);
	}
}

/* The id of the record at this path: see the header. */
static struct str id_make(struct arena *a, struct str path, size_t first)
{
	size_t dot;

	if (first == SIZE_MAX)
		first = 0;
	path = str_slice(path, first, path.len);
	if (str_ends(path, STR("/index.md")))
		path = path_folder(path);
	else {
		dot = path.len - path_name(path).len;
		path = str_slice(path, 0, str_find_byte(path, '.', dot));
	}
	return path_dashed(a, path);
}

bool schema_match(
    struct match *m, struct arena *a, const struct schema *s, struct str path)
{
	size_t i;

	for (i = 0; i < s->kind_count; i++) {
		struct matcher matcher = {.kind = s->kinds[i],
		    .captures = m->captures,
		    .first = SIZE_MAX,
		    .path = path};

		memset(m->captures, 0, sizeof m->captures);
		if (match_from(&matcher, 0, 0)) {
			m->kind = s->kinds[i];
			m->id = id_make(a, path, matcher.first);
			return true;
		}
	}
	return false;
}

/* Is something said of each capture of the optional part that begins here? */
static bool part_is_said(
    const struct kind *k, size_t piece, const struct str *captures)
{
	size_t end = k->pieces[piece].end;

	for (; piece < end; piece++)
		if (k->pieces[piece].type == PIECE_CAPTURE &&
		    !captures[k->pieces[piece].field - k->captures].len)
			return false;
	return true;
}

const struct field *match_path(
    struct buf *out, const struct kind *k, const struct str *captures)
{
	size_t i;

	for (i = 0; i < k->piece_count; i++) {
		const struct piece *p = &k->pieces[i];

		if (p->type == PIECE_TEXT)
			buf_str(out, p->text);
		else if (p->type == PIECE_OPTIONAL &&
		    !part_is_said(k, i, captures))
			i = p->end;
		else if (p->type == PIECE_CAPTURE) {
			struct str said = captures[p->field - k->captures];

			if (!said.len)
				return p->field;
			buf_str(out, said);
		}
	}
	return NULL;
}
