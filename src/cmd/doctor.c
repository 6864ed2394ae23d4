/* SPDX-License-Identifier: MIT */
/* doctor: everything on the server that has to be right for the gate to work,
 * looked at without changing anything. */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/lock.h"
#include "base/seal.h"
#include "command.h"
#include "gate/law.h"
#include "gate/purge.h"
#include "gate/server.h"
#include "gate/tick.h"
#include "git/serve.h"
#include "hook.h"
#include "print.h"

enum { OPTION_FOLDER, DISK_MB = 1024 };

static const struct option_row doctor_options[] = {
    {"C", "目录", "服务器上的版本库，默认当前目录"},
    {NULL, NULL, NULL},
};

struct visit {
	struct arena arena;
	struct report report;
	struct str path;
	struct store *store;
	struct law law;
	int64_t now;
};

static void fault(struct visit *v, struct str path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void fault(struct visit *v, struct str path, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report_addv(&v->report, FINDING_GATE_CLOSED, path, (struct place){0},
	    format, args);
	va_end(args);
}

static struct str own_file(struct visit *v, const char *name)
{
	return arena_printf(
	    &v->arena, "%.*s/taizhang/%s", STR_ARGS(v->path), name);
}

static void identity_look(struct visit *v)
{
	struct str source =
	    store_setting(v->store, &v->arena, "taizhang.identity");

	if (!str_is(source, "ssh") && !str_is(source, "http"))
		fault(v, v->path, "设置 taizhang.identity 要是 ssh 或 http");
}

static void owner_look(struct visit *v)
{
	struct stat st;

	if (stat(v->path.data, &st))
		report_system(&v->report, v->path, "不能查看");
	else if (st.st_uid != geteuid())
		fault(v, v->path, "版本库属于另一个用户，用它的主人来运行");
}

static void writing_look(struct visit *v)
{
	if (access(own_file(v, "").data, W_OK))
		report_system(&v->report, own_file(v, ""), "不能写入目录");
}

static void disk_look(struct visit *v)
{
	struct statvfs st;

	if (statvfs(v->path.data, &st))
		report_system(&v->report, v->path, "不能查看磁盘");
	else if (st.f_bavail * (uint64_t)st.f_frsize / 1024 / 1024 < DISK_MB)
		fault(v, v->path, "磁盘剩余不到 %d MB", DISK_MB);
}

static void clock_look(struct visit *v)
{
	int64_t last;

	if (!store_time(&last, v->store, &v->law.main, &v->report) &&
	    last > v->now)
		report_add(&v->report, FINDING_GATE_CLOCK, v->path,
		    (struct place){0}, "main 的时间在现在以后");
}

/* Nobody else may sign as the server does. */
static void key_look(struct visit *v)
{
	struct str path = own_file(v, "key"), key;
	struct stat st;

	if (!store_setting(v->store, &v->arena, "taizhang.signer").len) {
		fault(v, v->path, "没有设置 taizhang.signer，main 没有签名");
		return;
	}
	if (disk_read(&key, &v->arena, path, 2 * SEAL_KEY_SIZE, &v->report))
		return;
	if (!str_equal(seal_public(&v->arena, str_trim(key)),
		store_setting(v->store, &v->arena, "taizhang.signer")))
		fault(v, path, "不是设置 taizhang.signer 的密钥");
	if (!stat(path.data, &st) && st.st_mode & 077)
		fault(v, path, "别的用户也能读密钥：chmod 600");
}

/* Does the timer run? */
static void days_look(struct visit *v)
{
	int64_t days = tick_days(&v->law, v->now, &v->report);

	if (days > 1)
		fault(v, v->path,
		    "离上次日结 %lld 天：定时器没有运行 taizhang tick",
		    (long long)days);
}

/* Is everything that was taken down out of the history too? */
static void purged_look(struct visit *v)
{
	struct str text = {0};
	struct report quiet;
	struct oid since;
	size_t count;

	report_init(&quiet, &v->arena);
	disk_read(&text, &v->arena, own_file(v, "purged"), 256, &quiet);
	if (!oid_parse(&since, str_trim(text)))
		since = (struct oid){0};
	if (!purge_count(&count, v->store, &since, &v->report) && count)
		fault(v, v->path,
		    "撤下了 %zu 件，历史里还有：运行 taizhang purge", count);
}

/* Whatever keeps somebody out is said here, where the gate only keeps out. */
static void roster_look(struct visit *v)
{
	struct roster roster;
	struct str text;
	size_t i;

	if (store_file(&text, v->store, &v->arena, &v->law.main, roster_path,
		TREE_TEXT_MAX, &v->report) ||
	    roster_parse(&roster, &v->arena, text, &v->report))
		return;
	for (i = 0; i < roster.count; i++)
		if (roster_is_office(
			&roster, roster.users[i].unit, v->law.today))
			return;
	fault(v, roster_path, "名册里没有统筹的人，方案没有人能改");
}

/* How did the last build of the portal end? */
static void build_look(struct visit *v)
{
	struct str path = own_file(v, "built"), text, commit, log;
	struct report quiet;
	int64_t status;
	int fd;

	/* One that is at work now will tell the next time. */
	if (lock_take(&fd, own_file(v, "build.lock"), 0, &v->report) != 1)
		return;
	close(fd);
	report_init(&quiet, &v->arena);
	if (disk_read(&text, &v->arena, path, 256, &quiet)) {
		if (access(path.data, F_OK) && errno == ENOENT)
			return;
		report_join(&v->report, &quiet);
		return;
	}
	text = str_trim(text);
	if (!str_next(&text, ' ', &commit) || !str_integer(text, &status)) {
		fault(v, path, "看不懂最近一次生成的结果");
		return;
	}
	if (status > 1) {
		fault(v, own_file(v, "build.log"),
		    "最近一次生成门户（%.12s）失败了，门户还是原来的",
		    commit.data);
		if (!disk_read(&log, &v->arena, own_file(v, "build.log"),
			64 * 1024, &quiet))
			print_safe(stderr, log);
	} else if (!str_equal(commit, oid_str(&v->law.main))) {
		fault(v, path, "门户还停在 %.12s，main 已经是 %.12s",
		    commit.data, v->law.main.hex);
	}
}

static void visit_make(struct visit *v)
{
	owner_look(v);
	/* Of what is no repository nothing else is said. */
	if (store_open(&v->store, v->path, STR(""), &v->report))
		return;
	server_check(v->path, program_path(&v->arena), &v->report);
	serve_versions(&v->report);
	writing_look(v);
	disk_look(v);
	identity_look(v);
	key_look(v);
	if (law_read(&v->law, &v->arena, v->store, date_from_seconds(v->now),
		&v->report))
		return;
	clock_look(v);
	days_look(v);
	purged_look(v);
	roster_look(v);
	build_look(v);
}

static int doctor_run(const struct options *o)
{
	const char *folder = o->values[OPTION_FOLDER];
	char *real = realpath(folder ? folder : ".", NULL);
	struct visit v = {.now = clock_now(NULL)};
	int status;

	report_init(&v.report, &v.arena);
	if (real) {
		v.path = arena_str(&v.arena, str_from(real));
		visit_make(&v);
	} else {
		report_system(
		    &v.report, str_from(folder ? folder : "."), "不能找到目录");
	}
	report_sort(&v.report);
	report_print(stdout, &v.report, LEVEL_WARNING, NULL);
	status = report_status(&v.report);
	if (!v.report.count)
		puts("都好");
	law_release(&v.law);
	store_close(v.store);
	free(real);
	arena_release(&v.arena);
	return status;
}

const struct command command_doctor = {
    .name = "doctor",
    .usage = "[-C 目录]",
    .summary = "看看服务器上的版本库哪里不对",
    .about =
	"看设置、钩子、git、密钥、主人、磁盘、时钟、定时器、撤下、名册和最近一次生成门户的结果，\n"
	"不改任何东西。\n",
    .options = doctor_options,
    .rest_max = 0,
    .run = doctor_run,
};
