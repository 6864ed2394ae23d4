/* SPDX-License-Identifier: MIT */
/* The roster's lines, good and bad, and keys. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "gate/roster.h"

#define KEY \
	"AAAAC3NzaC1lZDI1NTE5AAAAIJ8v2h4yq0c5rM3p9Yt1uV7wX2zA4bC6dE8fG0hI2jK4"

static void test_parse(void **state)
{
	static const char text[] =
	    "用户:\n"
	    "  - {用户: a, 单位: mzj, 角色: [报送, 审核], 公钥: [ssh-ed25519 " KEY
	    "]}\n"
	    "  - {用户: b, 单位: mzj, 角色: [统筹], 止: 2026-11-22}\n"
	    "  - {用户: c, 单位: mzj, 角色: [县长]}\n"
	    "  - {用户: a, 单位: wjj, 角色: [报送]}\n"
	    "  - {用户: a b, 单位: mzj, 角色: [报送]}\n"
	    "  - {用户: d, 单位: ../x, 角色: [报送]}\n"
	    "  - {用户: e, 单位: mzj, 角色: [报送], 止: 明天}\n"
	    "  - {用户: f, 单位: mzj}\n"
	    "  - {用户: g, 单位: mzj, 角色: [报送], 公钥: [\"ssh-ed25519 " KEY
	    " x\"]}\n";
	struct date before = {2026, 11, 21}, day = {2026, 11, 22};
	struct arena a = {0};
	struct report r;
	struct roster ro;

	(void)state;
	report_init(&r, &a);
	assert_int_equal(roster_parse(&ro, &a, str_from(text), &r), -1);
	assert_int_equal(r.count, 7);
	assert_int_equal(ro.count, 2);
	assert_int_equal(ro.users[0].roles, ROLE_SUBMIT | ROLE_REVIEW);
	assert_int_equal(ro.users[0].key_count, 1);
	assert_true(str_is(roster_find(&ro, STR("a"), day)->unit, "mzj"));
	assert_non_null(roster_find(&ro, STR("b"), before));
	assert_null(roster_find(&ro, STR("b"), day));
	assert_null(roster_find(&ro, STR("c"), day));
	assert_true(roster_is_office(&ro, STR("mzj"), before));
	assert_false(roster_is_office(&ro, STR("mzj"), day));
	arena_release(&a);
}

static void test_key(void **state)
{
	static const char *const bad[] = {"", "ssh-ed25519", "ssh-ed25519 ",
	    "ssh-ed25519 AAAA", "ssh-dss " KEY, "ssh-ed25519  " KEY,
	    "ssh-ed25519 " KEY " a@b", "ssh-ed25519 " KEY "\n",
	    "command=\"x\" ssh-ed25519 " KEY, " ssh-ed25519 " KEY,
	    "ssh-ed25519\t" KEY, "ssh-ed25519 " KEY "\",x"};
	size_t i;

	(void)state;
	assert_true(key_is_good(STR("ssh-ed25519 " KEY)));
	assert_true(key_is_good(STR("ssh-rsa " KEY "+/==")));
	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		if (key_is_good(str_from(bad[i])))
			fail_msg("%s", bad[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_parse), cmocka_unit_test(test_key)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
