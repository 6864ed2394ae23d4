/* SPDX-License-Identifier: MIT */
/* Databases live in memory that SQLite can hand over as one run of bytes, so
 * that every reading thread has a connection of its own to the same bytes. */
#include "database.h"

#include <stdio.h>

#include "alike.h"
#include "base/utf8.h"

enum {
	STEP = 1000,		      /* instructions between two looks */
	STEPS_MAX = 1000 * 1000,      /* times STEP, for one statement */
	VALUE_MAX = 16 * 1024 * 1024, /* bytes of one value */
};

static int clock_read(sqlite3_vfs *vfs, sqlite3_int64 *milliseconds)
{
	*milliseconds = ((struct clock *)vfs)->milliseconds;
	return SQLITE_OK;
}

static int clock_read_days(sqlite3_vfs *vfs, double *days)
{
	*days = (double)((struct clock *)vfs)->milliseconds / 86400000.0;
	return SQLITE_OK;
}

static int no_memory(struct report *r)
{
	return report_add(r, FINDING_DATABASE, STR(""), (struct place){0},
	    "不能打开内存中的总册");
}

int clock_start(struct clock *c, struct date today, struct report *r)
{
	sqlite3_vfs *standard;

	/* One lock less in every allocation; ignored once SQLite has begun. */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	standard = sqlite3_vfs_find(NULL);
	if (!standard)
		return no_memory(r);
	*c = (struct clock){.vfs = *standard};
	snprintf(c->name, sizeof c->name, "clock-%p", (void *)c);
	c->vfs.zName = c->name;
	c->vfs.pNext = NULL;
	c->vfs.xCurrentTime = clock_read_days;
	c->vfs.xCurrentTimeInt64 = clock_read;
	/* Day 2440587.5 of the Julian count is 1970-01-01. */
	c->milliseconds = (date_days(today) * 2 + 4881175 + 1) * 43200000;
	return sqlite3_vfs_register(&c->vfs, 0) ? no_memory(r) : 0;
}

void clock_stop(struct clock *c)
{
	if (c->vfs.zName)
		sqlite3_vfs_unregister(&c->vfs);
}

void text_key(unsigned char out[TEXT_KEY_SIZE], size_t key)
{
	int i;

	for (i = TEXT_KEY_SIZE; i--; key >>= 8)
		out[i] = key & 0xFF;
}

size_t text_of_key(const struct database *d, const void *blob, int size)
{
	const unsigned char *bytes = blob;
	size_t key = 0;
	int i;

	if (size != TEXT_KEY_SIZE)
		return SIZE_MAX;
	for (i = 0; i < size; i++)
		key = key << 8 | bytes[i];
	if (key >= d->texts->count ||
	    (d->is_public && !d->texts->texts[key].is_public))
		return SIZE_MAX;
	return key;
}

static const struct text *text_of(sqlite3_context *context, sqlite3_value *v)
{
	const struct database *d = sqlite3_user_data(context);
	size_t key = sqlite3_value_type(v) == SQLITE_BLOB
	    ? text_of_key(d, sqlite3_value_blob(v), sqlite3_value_bytes(v))
	    : SIZE_MAX;

	return key == SIZE_MAX ? NULL : &d->texts->texts[key];
}

/* plain(正文): the words of a Markdown value; any other value as it is. */
static void sql_plain(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	const struct text *text = text_of(context, argv[0]);

	(void)argc;
	if (text)
		sqlite3_result_text(context, text->plain.data,
		    (int)text->plain.len, SQLITE_STATIC);
	else if (sqlite3_value_type(argv[0]) != SQLITE_BLOB)
		sqlite3_result_value(context, argv[0]);
}

/* fold(text): its symbols (alike.h), so that texts compare as they are read. */
static void sql_fold(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	struct str text = {(const char *)sqlite3_value_text(argv[0]),
	    (size_t)sqlite3_value_bytes(argv[0])};
	uint32_t *symbols;
	char *out;
	size_t n, i, len = 0;

	(void)argc;
	if (!text.data)
		return;
	symbols = memory_resize(NULL, (text.len + 1) * sizeof *symbols);
	out = memory_resize(NULL, text.len + 4);
	n = symbols_make(symbols, NULL, text);
	for (i = 0; i < n; i++)
		len += utf8_encode(symbols[i], out + len);
	sqlite3_result_text(context, out, (int)len, SQLITE_TRANSIENT);
	memory_free(symbols);
	memory_free(out);
}

/* shows(正文, 文件): does a Markdown value show this picture? 1 or 0. */
static void sql_shows(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	const struct text *text = text_of(context, argv[0]);
	const char *path = (const char *)sqlite3_value_text(argv[1]);
	int found = 0;
	size_t i;

	(void)argc;
	for (i = 0; text && path && i < text->picture_count; i++)
		found |= str_is(text->pictures[i], path);
	sqlite3_result_int(context, found);
}

/* has_word(text, words): does one of the words (a line each) occur in a text?
 * 1 or 0. */
static void sql_has_word(
    sqlite3_context *context, int argc, sqlite3_value **argv)
{
	struct database *d = sqlite3_user_data(context);
	struct str text, words;

	(void)argc;
	text.data = (const char *)sqlite3_value_text(argv[0]);
	text.len = (size_t)sqlite3_value_bytes(argv[0]);
	words.data = (const char *)sqlite3_value_text(argv[1]);
	words.len = (size_t)sqlite3_value_bytes(argv[1]);
	words_make(&d->words, words);
	sqlite3_result_int(context, words_occur(&d->words, text));
}

/* file_of(id): the file of the record that a row comes from. */
static void sql_file_of(
    sqlite3_context *context, int argc, sqlite3_value **argv)
{
	const struct database *d = sqlite3_user_data(context);
	int64_t record = (sqlite3_value_int64(argv[0]) >> ROW_BITS) - 1;
	struct str file;

	(void)argc;
	if (record < 0 || (uint64_t)record >= d->texts->file_count)
		return;
	file = d->texts->files[record];
	sqlite3_result_text(context, file.data, (int)file.len, SQLITE_STATIC);
}

static int functions_add(struct database *d)
{
	static const struct {
		const char *name;
		int argc;
		void (*call)(sqlite3_context *, int, sqlite3_value **);
	} functions[] = {{"plain", 1, sql_plain}, {"shows", 2, sql_shows},
	    {"file_of", 1, sql_file_of}, {"has_word", 2, sql_has_word},
	    {"fold", 1, sql_fold}};
	size_t i;

	for (i = 0; i < sizeof functions / sizeof *functions; i++)
		if (sqlite3_create_function(d->db, functions[i].name,
			functions[i].argc,
			SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
			d, functions[i].call, NULL, NULL))
			return -1;
	return 0;
}

static int is_pure(const char *function)
{
	static const char *const banned[] = {"random", "randomblob",
	    "load_extension", "sqlite_version", "sqlite_source_id", "changes",
	    "total_changes", "last_insert_rowid", "readfile", "writefile",
	    "fts3_tokenizer"};
	size_t i;

	for (i = 0; i < sizeof(banned) / sizeof *banned; i++)
		if (!sqlite3_stricmp(function, banned[i]))
			return SQLITE_DENY;
	return SQLITE_OK;
}

static int authorize(void *self, int action, const char *one, const char *two,
    const char *schema, const char *by)
{
	const struct database *d = self;

	(void)one;
	(void)schema;
	(void)by;
	if (d->duty == DUTY_WRITE)
		return SQLITE_OK;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_FUNCTION:
		return is_pure(two);
	default:
		return SQLITE_DENY;
	}
}

static int count_steps(void *self)
{
	struct database *d = self;

	return d->steps_left-- <= 0;
}

static int failed(struct database *d, struct report *r)
{
	database_close(d);
	return no_memory(r);
}

int database_open(struct database *d, const struct clock *c,
    const struct texts *texts, bool is_public, struct report *r)
{
	*d = (struct database){.texts = texts,
	    .is_public = is_public,
	    .duty = DUTY_WRITE,
	    .steps_left = STEPS_MAX};
	if (sqlite3_open_v2(":memory:", &d->db,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
		    SQLITE_OPEN_NOMUTEX,
		c->name))
		return failed(d, r);
	sqlite3_db_config(d->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(d->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(d->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	if (functions_add(d))
		return failed(d, r);
	/* No value is larger than the largest file. */
	sqlite3_limit(d->db, SQLITE_LIMIT_LENGTH, VALUE_MAX);
	sqlite3_set_authorizer(d->db, authorize, d);
	sqlite3_progress_handler(d->db, STEP, count_steps, d);
	/* Sorting never goes to a file; mapped memory is read in place. */
	return database_run(d,
	    "PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 1099511627776", r);
}

int database_attach(struct database *d, const char *schema, struct report *r)
{
	char *sql = sqlite3_mprintf("ATTACH ':memory:' AS %Q", schema);
	int status = sql ? database_run(d, sql, r) : no_memory(r);

	sqlite3_free(sql);
	return status;
}

int database_grow(struct database *d, const char *schema, struct report *r)
{
	enum { FIRST = 1 << 16 };
	sqlite3_int64 limit = 1LL << 40;
	unsigned char *memory = sqlite3_malloc(FIRST);
	char *sql;
	int status;

	if (!memory ||
	    sqlite3_deserialize(d->db, schema, memory, 0, FIRST,
		SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE))
		return no_memory(r);
	sqlite3_file_control(d->db, schema, SQLITE_FCNTL_SIZE_LIMIT, &limit);
	/* Nothing is ever rolled back: a book that fails is thrown away. */
	sql = sqlite3_mprintf("PRAGMA \"%w\".page_size = 8192;"
			      "PRAGMA \"%w\".journal_mode = OFF;"
			      "PRAGMA \"%w\".synchronous = OFF;"
			      "PRAGMA \"%w\".locking_mode = EXCLUSIVE",
	    schema, schema, schema, schema);
	status = sql ? database_run(d, sql, r) : no_memory(r);
	sqlite3_free(sql);
	return status;
}

int database_read(
    struct database *d, const char *schema, struct str bytes, struct report *r)
{
	sqlite3_int64 size = (sqlite3_int64)bytes.len;

	if (sqlite3_deserialize(d->db, schema,
		(unsigned char *)(uintptr_t)bytes.data, size, size,
		SQLITE_DESERIALIZE_READONLY))
		return no_memory(r);
	return 0;
}

int database_reverse(struct database *d, struct report *r)
{
	return database_run(d, "PRAGMA reverse_unordered_selects = ON", r);
}

int database_only_read(struct database *d, struct report *r)
{
	/* One transaction for all questions: nobody writes any more. */
	if (database_run(d, "BEGIN", r))
		return -1;
	d->duty = DUTY_READ;
	return 0;
}

struct str database_bytes(struct database *d, const char *schema)
{
	sqlite3_int64 size = 0;
	unsigned char *bytes =
	    sqlite3_serialize(d->db, schema, &size, SQLITE_SERIALIZE_NOCOPY);

	return (struct str){(const char *)bytes, (size_t)size};
}

void database_close(struct database *d)
{
	sqlite3_close(d->db);
	words_free(&d->words);
	d->db = NULL;
}

void database_refill(struct database *d)
{
	d->steps_left = STEPS_MAX;
}

int database_fault(struct database *d, enum finding_id id, struct str path,
    struct place place, struct report *r)
{
	int code = sqlite3_errcode(d->db);
	const char *says = sqlite3_errmsg(d->db);

	if (code == SQLITE_INTERRUPT)
		return report_add(r, FINDING_QUERY_STEPS, path, place,
		    "查询超过了 %d 百万步", STEPS_MAX / 1000 * STEP / 1000);
	if (code == SQLITE_AUTH || !strncmp(says, "not authorized", 14))
		return report_add(r, id, path, place,
		    "这里只能查询，不能改写，也不能用随机数（SQLite：%s）",
		    says);
	if (!strncmp(says, "no such table: ", 15))
		return report_add(
		    r, id, path, place, "没有“%s”这张表或视图", says + 15);
	if (!strncmp(says, "no such column: ", 16))
		return report_add(
		    r, id, path, place, "没有“%s”这一列", says + 16);
	return report_add(r, id, path, place, "SQLite：%s", says);
}

int database_run(struct database *d, const char *sql, struct report *r)
{
	d->steps_left = 1LL << 60;
	if (sqlite3_exec(d->db, sql, NULL, NULL, NULL))
		return database_fault(
		    d, FINDING_DATABASE, STR(""), (struct place){0}, r);
	d->steps_left = STEPS_MAX;
	return 0;
}
