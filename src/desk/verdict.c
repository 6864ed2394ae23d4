/* SPDX-License-Identifier: MIT */
/* A ring, looked through from end to end: it is short. */
#include "verdict.h"

#include <pthread.h>

struct verdicts {
	pthread_mutex_t lock;
	struct oid commits[VERDICTS_KEPT];
	struct verdict kept[VERDICTS_KEPT];
	size_t next; /* to be written */
};

struct verdicts *verdicts_open(void)
{
	struct verdicts *vs = memory_resize(NULL, sizeof *vs);

	*vs = (struct verdicts){0};
	pthread_mutex_init(&vs->lock, NULL);
	return vs;
}

void verdicts_close(struct verdicts *vs)
{
	if (!vs)
		return;
	pthread_mutex_destroy(&vs->lock);
	memory_free(vs);
}

/* The caller has the lock. VERDICTS_KEPT: there is none. */
static size_t place_of(const struct verdicts *vs, const struct oid *commit)
{
	size_t i;

	for (i = 0; i < VERDICTS_KEPT; i++)
		if (oid_equal(&vs->commits[i], commit))
			break;
	return i;
}

bool verdict_find(
    struct verdict *v, struct verdicts *vs, const struct oid *commit)
{
	size_t i;

	pthread_mutex_lock(&vs->lock);
	i = place_of(vs, commit);
	if (i < VERDICTS_KEPT)
		*v = vs->kept[i];
	pthread_mutex_unlock(&vs->lock);
	return i < VERDICTS_KEPT;
}

void verdict_keep(
    struct verdicts *vs, const struct oid *commit, const struct report *r)
{
	size_t i;

	pthread_mutex_lock(&vs->lock);
	i = place_of(vs, commit);
	if (i == VERDICTS_KEPT) {
		i = vs->next;
		vs->next = (vs->next + 1) % VERDICTS_KEPT;
	}
	vs->commits[i] = *commit;
	vs->kept[i] = (struct verdict){
	    report_count(r, LEVEL_ERROR) + report_count(r, LEVEL_FAILURE),
	    report_count(r, LEVEL_WARNING)};
	pthread_mutex_unlock(&vs->lock);
}
