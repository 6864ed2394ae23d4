/* SPDX-License-Identifier: MIT */
/*
 * The index of pairs: for any two units (of UTF-16, folded) that stand next to
 * each other, in which documents they do. Whatever is looked for, a document
 * that has it has all its pairs. Many documents have all pairs of a phrase
 * somewhere and the phrase nowhere: any three units that stand together (no
 * blank) are an entry, too, or five where they are of ASCII, since dates and
 * names of records are made of threes that every document has. Documents are
 * numbers below a count that is known beforehand; they may be added in any
 * order, by several workers, and the bytes that come out are the same.
 *
 * A shard is a run of entries, by key, each
 *
 *     key      a number: how much more than the last one (the first: than 0);
 *              first unit << 16 | second unit. A blank as the second: all
 *              documents with the first unit, whatever follows it. Three
 *              units, as a number of 16 bits each, or five, of 7 bits each,
 *              modulo 1999993, plus 1: below all others, as no unit is below
 *              U+0021, and several may share one
 *     count    a number: documents << 2 | are some of them often << 1
 *              | have some of them it in their titles
 *     set      of documents, among all
 *     often    where there are some: how many, and the set, by their place
 *              among the documents of this entry
 *     titles   likewise
 *
 * with numbers and sets as pack.h has them. No entry of a blank and something.
 */
#ifndef WEB_GRAM_H
#define WEB_GRAM_H

#include "base/buf.h"

/* From so many times in a document on, it is "often". */
enum { GRAM_OFTEN = 3 };

/* Bytes of a shard; one whose only entry is larger is larger. */
enum { GRAM_SHARD = 4 * 1024 };

struct grams;

struct grams *grams_new(uint32_t documents);
void grams_free(struct grams *g);

/*
 * Half-width for full-width forms of ASCII, small letters for A to Z, a blank
 * for what parts words (C0, DEL, no-break and ideographic space). All else
 * stays.
 */
uint16_t gram_fold(uint16_t unit);

/* One document; each worker (below POOL_WORKERS_MAX) by its own thread. Units
 * [title, title_end) are its title. */
void grams_add(struct grams *g, unsigned worker, uint32_t document,
    const uint16_t *units, size_t len, size_t title, size_t title_end);

/* When all are added: makes the shards. */
void grams_pack(struct grams *g, unsigned workers);

size_t grams_shards(const struct grams *g);

/* How many entries a shard has: the more, the rarer they are. */
size_t grams_shard_entries(const struct grams *g, size_t shard);

/* The first key of a shard; its bytes. Any thread may ask. */
uint32_t grams_shard_key(const struct grams *g, size_t shard);
void grams_shard_bytes(const struct grams *g, size_t shard, struct buf *out);

#endif
