/* SPDX-License-Identifier: MIT */
/*
 * Articles as the editor of a WeChat official account keeps them. A layout
 * below layouts/wechat/ writes the article as any page, inside
 *
 *     <wechat-article data-record="content/…/index.md" data-base="https://…/"
 *         data-characters-max="20000" data-bytes-max="1048576" …>
 *
 * and what stands in it is made anew: only elements of the theme, each with
 * its style and nothing else; links out of the account as numbered notes at
 * the end (or where the layout writes <notes title="…">); lists in lists as
 * indented lines; spaces and line ends of code written out; pictures
 * numbered, so that each is found again where the editor drops it. Every
 * other attribute of the element is for whoever reads the page, such as
 * `taizhang wechat` and the page's script.
 */
#ifndef WEB_WECHAT_H
#define WEB_WECHAT_H

#include "html.h"
#include "theme.h"

/* What the address of an uploaded picture is counted as: the interface gives
 * addresses of about 150 characters. */
enum { WECHAT_ADDRESS_SIZE = 200 };

/*
 * Adds the page to `out`, its articles made anew. `file` is its layout, for
 * findings about that; an article that is too long is told of its record.
 * 0, or -1 with findings.
 */
int wechat_page(struct buf *out, struct str page, const struct theme *theme,
    struct str file, struct report *r);

/* How much an article counts for the interface, its pictures' addresses as
 * they will be. */
struct wechat_size {
	size_t characters, bytes;
};

struct wechat_size wechat_measure(const struct html_node *article);

#endif
