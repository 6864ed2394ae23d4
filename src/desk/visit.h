/* SPDX-License-Identifier: MIT */
/*
 * A visit is one request of somebody who is known: what is asked, who he is by
 * the roster of main as it is now, and the answer being made. A handler (see
 * desk.h) looks at it and ends in one of the visit_ functions that answer.
 *
 * All that a visit holds dies with it; the report's findings are the visitor's
 * to see only where the handler shows them.
 */
#ifndef DESK_VISIT_H
#define DESK_VISIT_H

#include "gate/gate.h"
#include "reading.h"
#include "token.h"
#include "web/http.h"

struct desk;

struct visit {
	struct desk *desk;
	const struct http_request *request;
	struct http_reply *reply;
	struct arena *arena;
	struct report *report;
	struct store *store;
	const struct law *law;	       /* main as it is */
	const struct user *user;       /* never NULL in a handler */
	struct reading *reading;       /* main as it is, or a moment ago */
	struct connection *connection; /* to its book; internal */
	int64_t now;	      /* seconds since 1970: when all of it had come */
	struct str rest;      /* what the route's "*" stands for */
	char once[ONCE_SIZE]; /* for a form of this page */
};

/* --- what was asked ------------------------------------------------------- */

/* A text of the posted form, the first of this name, trimmed; or empty. */
struct str visit_field(const struct visit *v, const char *name);

/* Is there a field of this name, such as the button that was pressed? */
bool visit_has(const struct visit *v, const char *name);

/* What stands behind "?" in the address under this name, decoded; or empty. */
struct str visit_query(const struct visit *v, const char *name);

/* --- what main says ------------------------------------------------------- */

/* The rows of a SELECT on the internal book, in which `:name` is looked up in
 * the map `given` (NULL: nothing); an empty list where it fails, with a finding
 * in the report. */
struct value *visit_ask(
    struct visit *v, const char *sql, const struct value *given);

/* Is the visitor of the office that coordinates? */
bool visit_is_office(const struct visit *v);

/* What people call a unit. */
struct str visit_unit_name(const struct visit *v, struct str code);

/* "11 月 20 日 17:41", or with the year where it is not this one. */
struct str visit_moment(const struct visit *v, int64_t seconds);

/* --- answers -------------------------------------------------------------- */

/*
 * The page layouts/desk/<name>.html, filled with `root` (a map) and what every
 * page knows: user, user_unit, user_unit_name, is_clerk, is_reviewer,
 * is_office, today, token and once (hidden fields of each form), assets.
 * Names that a template asks for and no map or query has are a fault.
 */
void visit_page(struct visit *v, const char *name, struct value *root);
void visit_page_as(
    struct visit *v, unsigned status, const char *name, struct value *root);

/* Go and look there: after something was done. */
void visit_redirect(struct visit *v, struct str path);

/* No: a page with this sentence, and the findings of the report. */
void visit_refuse(struct visit *v, unsigned status, const char *title,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

/* A text as a part of an address: what is not plain ASCII as %XX. */
struct str address_part(struct arena *a, struct str text);

/* Bytes that are no page. */
void visit_bytes(struct visit *v, const char *type, struct str bytes);

/* --- deeds ---------------------------------------------------------------- */

/*
 * Puts what the visitor wants through the gate (never around it), and has the
 * portal built where it was done. `object` is "mzj/2026-11/window" or "plan"; a
 * decision names the commit it is on, which the page that was shown has to
 * have carried. 0, or -1 with findings.
 */
int visit_decide(struct visit *v, struct answer *answer, enum act act,
    struct str object, const struct oid *commit, struct str comment);

/* What is handed in, once check_push() has let it pass. */
int visit_submit(
    struct visit *v, struct answer *answer, const struct wish *wish);

/* Findings as a list of maps for templates: level, name, message, remedy,
 * clause, path, line (empty where there is none), private ones without their
 * words; a message calls records by what people call them. */
struct value *visit_findings(struct visit *v, const struct report *r);

/* Adds a text to a map, and, for sections, "yes" or nothing. */
void put_text(
    struct arena *a, struct value *map, const char *key, struct str text);
void put_flag(struct arena *a, struct value *map, const char *key, bool is);

#endif
