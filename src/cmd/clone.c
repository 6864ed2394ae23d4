/* SPDX-License-Identifier: MIT */
/* git itself fetches and pushes, since it knows the user's keys, proxies and
 * passwords; all else is read from the repository. */
#include "clone.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/child.h"
#include "base/disk.h"
#include "git/repo.h"
#include "source.h"

enum {
	GIT_SILENCE = 600, /* seconds: a slow line takes its time */
	GIT_SAID_MAX = 1024 * 1024,
	GIT_WORDS_MAX = 24,
	KEY_MAX = 16 * 1024,
};

/* Runs git in the folder; its exit status, or -1 with a finding. */
static int git_run(struct buf *out, struct buf *err, struct str folder,
    const char *const *words, struct report *r)
{
	const char *argv[GIT_WORDS_MAX] = {"git", "-C", folder.data};
	struct child c = {
	    .argv = argv, .silence = GIT_SILENCE, .err_max = GIT_SAID_MAX};
	const char *const *environment;
	size_t i;

	for (i = 0; words[i] && i + 4 < GIT_WORDS_MAX; i++)
		argv[i + 3] = words[i];
	/* git needs its user's own: keys, agents, proxies. */
	memcpy(&environment, &environ, sizeof environment);
	c.environment = environment;
	return child_run(out, err, &c, r);
}

/* The first line that git prints; empty where it fails. */
static struct str git_line(
    struct arena *a, struct str folder, const char *const *words)
{
	struct buf out = {0}, err = {0};
	struct arena own = {0};
	struct report quiet;
	struct str rest, line = {0};

	report_init(&quiet, &own);
	if (!git_run(&out, &err, folder, words, &quiet)) {
		rest = buf_view(&out);
		str_next(&rest, '\n', &line);
		line = arena_str(a, line);
	}
	buf_release(&out);
	buf_release(&err);
	arena_release(&own);
	return line;
}

/* It cannot be run at all. */
static bool is_git_missing(void)
{
	static const char *const version[] = {"--version", NULL};
	struct buf out = {0}, err = {0};
	struct arena own = {0};
	struct report quiet;
	bool is;

	report_init(&quiet, &own);
	is = git_run(&out, &err, STR("."), version, &quiet) == CHILD_MISSING;
	buf_release(&out);
	buf_release(&err);
	arena_release(&own);
	return is;
}

static int git_quiet(const struct clone *c, const char *const *words)
{
	struct buf out = {0}, err = {0};
	int status = git_run(&out, &err, c->root, words, c->report);

	buf_release(&out);
	buf_release(&err);
	return status;
}

/* --- who ------------------------------------------------------------------ */

/* "https://mzj-dong:…@host/…" names one. */
static struct str url_user(struct str url)
{
	size_t from, at, end;

	if (!str_begins(url, STR("https://")) &&
	    !str_begins(url, STR("http://")))
		return (struct str){0};
	from = str_find(url, STR("//"), 0) + 2;
	end = str_find_byte(url, '/', from);
	at = str_find_byte(url, '@', from);
	if (at >= end)
		return (struct str){0};
	end = str_find_byte(str_slice(url, 0, at), ':', from);
	return str_slice(url, from, end);
}

/* The user of the roster who has this line of a .pub file as a key. */
static struct str key_user(
    const struct roster *ro, struct str line, struct date today)
{
	struct str rest = line, type = {0}, key = {0};
	size_t i, k;

	if (!str_next(&rest, ' ', &type) || !str_next(&rest, ' ', &key))
		return (struct str){0};
	key = str_trim(
	    (struct str){type.data, (size_t)(key.data + key.len - type.data)});
	for (i = 0; i < ro->count; i++)
		for (k = 0; k < ro->users[i].key_count; k++)
			if (str_equal(ro->users[i].keys[k], key) &&
			    user_is_current(&ro->users[i], today))
				return ro->users[i].name;
	return (struct str){0};
}

/* By the public keys in ~/.ssh. Two that name two people name nobody. */
static struct str ssh_user(
    struct arena *a, const struct roster *ro, struct date today)
{
	const char *home = getenv("HOME");
	struct str folder = arena_printf(a, "%s/.ssh", home ? home : "");
	DIR *d = home ? opendir(folder.data) : NULL;
	struct str found = {0}, text, user;
	struct dirent *e;
	struct report quiet;

	report_init(&quiet, a);
	while (d && (e = readdir(d))) {
		if (!str_ends(str_from(e->d_name), STR(".pub")) ||
		    disk_read(&text, a,
			arena_printf(a, "%s/%s", folder.data, e->d_name),
			KEY_MAX, &quiet))
			continue;
		user = key_user(ro, text, today);
		if (user.len && found.len && !str_equal(user, found)) {
			found = (struct str){0};
			break;
		}
		if (user.len)
			found = user;
	}
	if (d)
		closedir(d);
	return found;
}

struct str clone_who(struct arena *a, struct str folder,
    const struct roster *roster, struct date today)
{
	static const char *const user[] = {
	    "config", "--get", "taizhang.user", NULL};
	static const char *const url[] = {
	    "config", "--get", "remote.origin.url", NULL};
	struct str who = git_line(a, folder, user), address;

	if (who.len)
		return who;
	address = git_line(a, folder, url);
	if (!address.len)
		return (struct str){0};
	who = url_user(address);
	return who.len ? who : ssh_user(a, roster, today);
}

int clone_want_user(const struct clone *c)
{
	if (c->user.name.len)
		return EXIT_CLEAN;
	if (c->who.len)
		return command_usage(c->command,
		    "人员名册里没有用户 %.*s，或者已经停用；"
		    "改成自己的登录名：git config taizhang.user 登录名",
		    STR_ARGS(c->who));
	return command_usage(c->command,
	    "不知道您是谁；写上登录名：git config taizhang.user 登录名");
}

/* --- opening -------------------------------------------------------------- */

static int law_find(struct clone *c, const char *today)
{
	const struct user *u;
	struct oid main;
	struct date day;

	if (!today_find(&day, today))
		return command_usage(
		    c->command, "日期要写成 2026-11-22 的样子：%s", today);
	law_release(&c->law);
	c->law = (struct law){0};
	if (store_ref(
		&main, c->store, STR("refs/remotes/origin/main"), c->report))
		return EXIT_FAILED;
	if (oid_is_none(&main))
		return command_usage(c->command,
		    "%s 不是从服务器取来的（没有 origin/main）：先 git clone",
		    c->root.data);
	if (law_read_at(&c->law, c->arena, c->store, &main, day, c->report))
		return EXIT_FAILED;
	if (!c->who.len)
		c->who = clone_who(c->arena, c->root, &c->law.roster, day);
	u = roster_find(&c->law.roster, c->who, day);
	c->user = u ? *u : (struct user){0};
	return EXIT_CLEAN;
}

static void waiting(const char *what)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r\033[K%s", what);
}

static int fetch(struct clone *c)
{
	static const char *const words[] = {"fetch", "-q", "origin",
	    "+refs/heads/*:refs/remotes/origin/*", NULL};
	struct buf out = {0}, err = {0};
	int status;

	waiting("正在连接服务器…");
	status = git_run(&out, &err, c->root, words, c->report);
	waiting("");
	c->has_fetched = status == 0;
	if (status > 0)
		c->offline = arena_str(c->arena, str_trim(buf_view(&err)));
	buf_release(&out);
	buf_release(&err);
	return status < 0 ? EXIT_FAILED : EXIT_CLEAN;
}

int clone_open(struct clone *c, struct arena *a, const struct command *command,
    const char *folder, const char *today, bool fetches, struct report *r)
{
	static const char *const top[] = {"rev-parse", "--show-toplevel", NULL};
	static const char *const git[] = {
	    "rev-parse", "--absolute-git-dir", NULL};
	int status = EXIT_CLEAN;

	*c = (struct clone){.command = command, .arena = a, .report = r};
	folder = folder ? folder : ".";
	c->root = git_line(a, str_from(folder), top);
	c->git = git_line(a, str_from(folder), git);
	if (!c->root.len && is_git_missing()) {
		report_add(r, FINDING_SYSTEM, STR(""), (struct place){0},
		    "没有安装 git，和服务器往来不了；在 Debian 上："
		    "apt-get install git");
		return EXIT_FAILED;
	}
	if (!c->root.len || !c->git.len)
		return command_usage(command,
		    "%s 不在从服务器取来的目录里：先 git clone，再进到那里运行",
		    folder);
	if (store_open(&c->store, c->git, STR(""), r))
		return EXIT_FAILED;
	if (fetches)
		status = fetch(c);
	return status ? status : law_find(c, today);
}

int clone_fetch(struct clone *c)
{
	int status = fetch(c);
	char day[DATE_SIZE];

	date_print(day, c->law.today);
	return status ? status : law_find(c, day);
}

void clone_close(struct clone *c)
{
	law_release(&c->law);
	store_close(c->store);
}

/* --- refs ----------------------------------------------------------------- */

int clone_tip(struct oid *tip, const struct clone *c, const struct door *d)
{
	static const struct str heads = {"refs/heads/", 11};

	return store_ref(tip, c->store,
	    arena_printf(c->arena, "refs/remotes/origin/%.*s",
		STR_ARGS(str_slice(d->branch, heads.len, d->branch.len))),
	    c->report);
}

static struct str mark_ref(
    const struct clone *c, const char *what, struct str object)
{
	return arena_printf(
	    c->arena, "refs/taizhang/%s/%.*s", what, STR_ARGS(object));
}

int clone_mark(
    struct oid *o, const struct clone *c, const char *what, struct str object)
{
	return store_ref(o, c->store, mark_ref(c, what, object), c->report);
}

int clone_mark_set(
    struct clone *c, const char *what, struct str object, const struct oid *o)
{
	struct oid old;

	if (clone_mark(&old, c, what, object))
		return -1;
	if (oid_equal(&old, o))
		return 0;
	return store_move(
	    c->store, c->arena, mark_ref(c, what, object), &old, o, c->report);
}

/* --- the book ------------------------------------------------------------- */

int clone_ask(struct value **rows, struct clone *c, struct str sql)
{
	struct tree_part all = {.commit = c->law.main.hex};
	struct report quiet;
	struct tree t = {0};
	int status;

	*rows = NULL;
	if (repo_compose(&t, c->arena, c->git, STR(""), &all, 1, c->report))
		return -1;
	report_init(&quiet, c->arena);
	status = source_ask(
	    rows, c->arena, &t, c->law.today, sql, &quiet, c->report);
	tree_release(&t);
	return status;
}

/* --- pushing -------------------------------------------------------------- */

/* Lines of the server begin with "remote: " and end in blanks, or in a
 * terminal's mark for clearing the rest. */
static void said_take(struct buf *said, struct buf *failed, struct str text)
{
	static const struct str remote = {"remote: ", 8}, clear = {"\033[K", 3};
	struct str line;

	while (str_next(&text, '\n', &line)) {
		struct buf *to = str_begins(line, remote) ? said : failed;

		if (to == said)
			line = str_slice(line, remote.len, line.len);
		if (str_ends(line, clear))
			line.len -= clear.len;
		while (line.len && line.data[line.len - 1] == ' ')
			line.len--;
		buf_str(to, line);
		buf_byte(to, '\n');
	}
}

/* Of --porcelain: "!\tfrom:to\t[remote rejected] (…)". What got no answer is
 * marked so, too. */
static bool is_refused(struct str out)
{
	struct str line;

	while (str_next(&out, '\n', &line))
		if (str_begins(line, STR("!\t")) &&
		    str_find(line, STR("[remote failure]"), 0) == line.len)
			return true;
	return false;
}

enum pushed clone_push(struct clone *c, const struct oid *commit,
    struct str ref, const char *option, struct buf *said, struct buf *failed)
{
	struct str refspec =
	    arena_printf(c->arena, "%s:%.*s", commit->hex, STR_ARGS(ref));
	const char *plain[] = {
	    "push", "--porcelain", "origin", refspec.data, NULL};
	const char *optional[] = {
	    "push", "--porcelain", "-o", option, "origin", refspec.data, NULL};
	struct buf out = {0}, err = {0};
	enum pushed pushed = PUSH_LOST;
	int status;

	waiting("正在送到服务器…");
	status =
	    git_run(&out, &err, c->root, option ? optional : plain, c->report);
	waiting("");
	said_take(said, failed, buf_view(&err));
	if (!status)
		pushed = PUSH_TAKEN;
	else if (status > 0 && is_refused(buf_view(&out)))
		pushed = PUSH_REFUSED;
	buf_release(&out);
	buf_release(&err);
	return pushed;
}

/* --- the files on the disk ------------------------------------------------ */

enum { FORWARD_MAX = 16 };

bool clone_forward(struct clone *c, const char *const *folders, size_t n)
{
	static const char *const merge[] = {
	    "merge", "--ff-only", "-q", "refs/remotes/origin/main", NULL};
	static const char *const head[] = {"symbolic-ref", "-q", "HEAD", NULL};
	const char *add[FORWARD_MAX + 4] = {"add", "-A", "--"};
	size_t i;

	if (!str_is(git_line(c->arena, c->root, head), "refs/heads/main"))
		return false;
	for (i = 0; i < n; i++) {
		add[3 + i % FORWARD_MAX] = folders[i];
		add[4 + i % FORWARD_MAX] = NULL;
		if ((i % FORWARD_MAX == FORWARD_MAX - 1 || i + 1 == n) &&
		    git_quiet(c, add))
			return false;
	}
	return git_quiet(c, merge) == 0;
}
