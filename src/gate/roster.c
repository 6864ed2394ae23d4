/* SPDX-License-Identifier: MIT */
/* The file is read as it is, without the book: a door has to be quick, and no
 * rule or view of the plan may keep it shut. */
#include "roster.h"

#include "base/tree.h"
#include "book/front.h"

const struct str roster_path = {"content/plan/roster.yaml", 24};

static int fault(
    struct report *r, struct place place, const char *what, struct str shown)
{
	return report_add(r, FINDING_FIELD_VALUE, roster_path, place, "%s%.*s",
	    what, STR_ARGS(shown));
}

static int roles_parse(struct user *u, const struct value *v, struct report *r)
{
	static const struct {
		const char *name;
		unsigned role;
	} names[] = {{"报送", ROLE_SUBMIT}, {"审核", ROLE_REVIEW},
	    {"统筹", ROLE_OFFICE}, {"联络员", 0}};
	size_t i, k;

	if (!v || v->type != VALUE_LIST)
		return fault(r, u->place, "没有写角色：", u->name);
	for (i = 0; i < v->count; i++) {
		for (k = 0; k < 4; k++)
			if (str_is(v->items[i]->text, names[k].name))
				break;
		if (k == 4)
			return fault(r, v->items[i]->place, "没有这个角色：",
			    v->items[i]->text);
		u->roles |= names[k].role;
	}
	return 0;
}

static int keys_parse(
    struct user *u, struct arena *a, const struct value *v, struct report *r)
{
	struct str *keys;
	size_t i;

	if (!v)
		return 0;
	if (v->type != VALUE_LIST)
		return fault(r, v->place, "公钥要写成列表：", u->name);
	keys = arena_array(a, v->count, sizeof *keys);
	for (i = 0; i < v->count; i++) {
		keys[i] = v->items[i]->text;
		if (v->items[i]->type != VALUE_TEXT || !key_is_good(keys[i]))
			return fault(r, v->items[i]->place,
			    "公钥只写类型和内容两段，不带选项和注释：",
			    u->name);
	}
	u->keys = keys;
	u->key_count = v->count;
	return 0;
}

static int user_parse(
    struct user *u, struct arena *a, const struct value *v, struct report *r)
{
	struct str until = value_find_text(v, "止");

	*u = (struct user){.name = value_find_text(v, "用户"),
	    .unit = value_find_text(v, "单位"),
	    .place = v->place};
	/* They stand in command lines and in paths. */
	if (!path_name_is_good(u->name) || !path_name_is_good(u->unit))
		return fault(r, v->place,
		    "登录名和单位代码只用小写字母、数字和短横线：", u->name);
	if (until.len && !date_parse(&u->until, until))
		return fault(r, v->place, "止要写日期：", until);
	if (roles_parse(u, value_find(v, STR("角色")), r))
		return -1;
	return keys_parse(u, a, value_find(v, STR("公钥")), r);
}

int roster_parse(
    struct roster *ro, struct arena *a, struct str text, struct report *r)
{
	const struct value *file = front_parse_yaml(a, text, roster_path, r);
	const struct value *users = value_find(file, STR("用户"));
	int status = 0;
	size_t i, k;

	*ro = (struct roster){0};
	if (!file)
		return -1;
	if (!users || users->type != VALUE_LIST)
		return fault(r, (struct place){0}, "没有写用户", STR(""));
	ro->users = arena_array(a, users->count, sizeof *ro->users);
	for (i = 0; i < users->count; i++) {
		struct user *u = &ro->users[ro->count];

		if (user_parse(u, a, users->items[i], r)) {
			status = -1;
			continue;
		}
		for (k = 0; k < ro->count; k++)
			if (str_equal(ro->users[k].name, u->name))
				break;
		if (k < ro->count)
			status = fault(r, u->place, "用户写了两次：", u->name);
		else
			ro->count++;
	}
	return status;
}

const struct user *roster_find(
    const struct roster *ro, struct str name, struct date today)
{
	size_t i;

	for (i = 0; i < ro->count; i++)
		if (str_equal(ro->users[i].name, name))
			return user_is_current(&ro->users[i], today)
			    ? &ro->users[i]
			    : NULL;
	return NULL;
}

static bool has_role(
    const struct roster *ro, struct str unit, unsigned role, struct date today)
{
	size_t i;

	for (i = 0; i < ro->count; i++)
		if (ro->users[i].roles & role &&
		    str_equal(ro->users[i].unit, unit) &&
		    user_is_current(&ro->users[i], today))
			return true;
	return false;
}

bool roster_is_office(
    const struct roster *ro, struct str unit, struct date today)
{
	return has_role(ro, unit, ROLE_OFFICE, today);
}

bool roster_is_lead(const struct roster *ro, struct str unit, struct date today)
{
	return has_role(ro, unit, ROLE_REVIEW, today);
}

bool key_is_good(struct str key)
{
	static const char *const types[] = {"ssh-ed25519",
	    "sk-ssh-ed25519@openssh.com", "ecdsa-sha2-nistp256",
	    "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa"};
	size_t space = str_find_byte(key, ' ', 0), i;
	struct str type = str_slice(key, 0, space);
	struct str data = str_slice(key, space + 1, key.len);

	for (i = 0; i < sizeof types / sizeof *types; i++)
		if (str_is(type, types[i]))
			break;
	if (i == sizeof types / sizeof *types || data.len < 40 ||
	    data.len > 2000)
		return false;
	for (i = 0; i < data.len; i++) {
		char c = data.data[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') && c != '+' && c != '/' && c != '=')
			return false;
	}
	return true;
}
