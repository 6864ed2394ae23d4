/* SPDX-License-Identifier: MIT */
/* verify: main once more, from where it was set up. */
#include <stdio.h>

#include "command.h"
#include "compare_site.h"
#include "gate/replay.h"
#include "serving.h"

enum { OPTION_FOLDER, OPTION_FROM, OPTION_SITE, OPTION_SIGNER };

static const struct option_row verify_options[] = {
    {"C", "目录", "裸版本库，默认当前目录"},
    {"from", "提交", "从这个提交以后核对起，写全 40 位；默认建库时的 main"},
    {"site", "目录", "再把这里发布的门户重新生成一遍，一个个文件比较"},
    {"signer", "公钥", "服务器签名的公钥，默认版本库设置的 taizhang.signer"},
    {NULL, NULL, NULL},
};

/* From where `given` says, or where it was set up. */
static int replay(
    struct store *s, const struct options *o, struct arena *a, struct report *r)
{
	const char *given = o->values[OPTION_FROM];
	struct str signer = o->values[OPTION_SIGNER]
	    ? str_from(o->values[OPTION_SIGNER])
	    : store_setting(s, a, "taizhang.signer");
	struct replay replay = {0};
	struct oid from;
	struct str start =
	    given ? str_from(given) : store_setting(s, a, "taizhang.start");
	int status;

	if (!oid_parse(&from, start) || oid_is_none(&from)) {
		status = report_add(r, FINDING_REPLAY, store_path(s),
		    (struct place){0}, "不知道从哪里核对起");
		/* Nothing is wrong with main: it is a copy of it alone. */
		report_last(r)->remedy =
		    STR("用 --from 写明建库时 main 的提交，写全 40 位");
	} else {
		status = replay_run(&replay, s, &from, signer, r);
	}
	printf("核对了 %zu 件事%s", replay.commits,
	    status ? "，到这里为止" : "，件件对得上");
	if (!status && replay.unseen)
		printf("；其中 %zu 件的内容不在这里，没有看是谁审核的",
		    replay.unseen);
	puts(signer.len ? "" : "。不知道服务器的公钥，没有看签名");
	return status;
}

static void verify(struct str repository, const struct options *o,
    struct arena *a, struct report *r)
{
	const char *site = o->values[OPTION_SITE];
	struct site_compared compared;
	struct store *s;

	if (store_open(&s, repository, STR(""), r))
		return;
	if (!store_rehearse(s, r) && !replay(s, o, a, r) && site &&
	    !compare_site(&compared, a, s, str_from(site), r))
		printf("门户是 %.12s 生成的，%zu 个文件个个一样\n",
		    compared.commit, compared.files);
	store_close(s);
}

static int verify_run(const struct options *o)
{
	const char *from = o->values[OPTION_FROM];
	struct oid commit;

	if (from && !oid_parse(&commit, str_from(from)))
		return command_usage(&command_verify,
		    "--from 后面写提交号，写全 40 位：%s", from);
	return serving_run(o, stdout, verify);
}

const struct command command_verify = {
    .name = "verify",
    .usage = "[-C 目录] [--from 提交] [--signer 公钥] [--site 目录]",
    .summary = "把 main 上的每件事重新核对一遍，说出第一件不对的",
    .about =
	"每个提交按它前一个提交的名册和方案重新做一遍，结果要一模一样：时间不\n"
	"倒退，有权的人做的，服务器签了名，通过的就是最近收到的，除此以外什么也没有改。\n"
	"--site 看门户是不是 main 上那个提交生成的，一个文件也没有改、没有少、没有多。\n",
    .options = verify_options,
    .rest_max = 0,
    .run = verify_run,
};
