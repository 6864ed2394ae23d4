/* SPDX-License-Identifier: MIT */
/* JSON is read by jansson into its own objects, which are copied and die. */
#include "data.h"

#include <jansson.h>

#include "base/disk.h"
#include "book/yaml.h"

static int syntax_fault(
    struct report *r, struct str path, uint32_t line, const char *what)
{
	return report_add(r, FINDING_HEAD_SYNTAX, path,
	    (struct place){.line = line}, "JSON 有误：%s", what);
}

/* jansson's words, in ours. */
static const char *error_text(enum json_error_code code)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wswitch-enum"
	switch (code) {
	case json_error_premature_end_of_input:
		return "文件没有写完，缺括号或引号";
	case json_error_end_of_input_expected:
		return "结尾后面还有多余的内容";
	case json_error_invalid_utf8:
		return "不是 UTF-8 文字";
	case json_error_duplicate_key:
		return "同一个键写了两次";
	case json_error_numeric_overflow:
		return "数字过大";
	case json_error_stack_overflow:
		return "嵌套过深";
	case json_error_null_byte_in_key:
	case json_error_null_character:
		return "文字里有空字符 \\u0000";
	default:
		return "这里不合 JSON 格式，请检查括号、逗号和引号";
	}
#pragma GCC diagnostic pop
}

static struct value *plain(struct arena *a, struct str text)
{
	struct value *v = value_text(a, text);

	v->is_plain = true;
	return v;
}

/* The first of %.15g, %.16g and %.17g that reads back as the same. */
static struct value *real_make(struct arena *a, double number)
{
	char text[40];
	int digits;

	for (digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof text, "%.*g", digits, number);
		if (strtod(text, NULL) >= number &&
		    strtod(text, NULL) <= number)
			break;
	}
	return plain(a, arena_str(a, str_from(text)));
}

/* NULL: too deep. */
static struct value *value_copy(struct arena *a, json_t *json, unsigned depth)
{
	struct value *v = NULL, *item;
	const char *key;
	json_t *child;
	size_t i;

	if (depth > DATA_DEPTH_MAX)
		return NULL;
	switch (json_typeof(json)) {
	case JSON_OBJECT:
		v = value_map(a);
		json_object_foreach(json, key, child)
		{
			item = value_copy(a, child, depth + 1);
			if (!item)
				return NULL;
			value_put(a, v, arena_str(a, str_from(key)), item);
		}
		return v;
	case JSON_ARRAY:
		v = value_list(a);
		json_array_foreach(json, i, child)
		{
			item = value_copy(a, child, depth + 1);
			if (!item)
				return NULL;
			value_append(a, v, item);
		}
		return v;
	case JSON_STRING:
		return value_text(a,
		    arena_str(a,
			(struct str){json_string_value(json),
			    json_string_length(json)}));
	case JSON_INTEGER:
		return plain(a,
		    arena_printf(
			a, "%" JSON_INTEGER_FORMAT, json_integer_value(json)));
	case JSON_REAL:
		return real_make(a, json_real_value(json));
	case JSON_TRUE:
		return plain(a, STR("true"));
	case JSON_FALSE:
		return plain(a, STR("false"));
	case JSON_NULL:
		v = value_text(a, (struct str){0});
		v->type = VALUE_NULL;
		return v;
	}
	return NULL;
}

static int json_parse(struct value **v, struct arena *a, struct str text,
    struct str path, struct report *r)
{
	json_error_t error;
	json_t *json = json_loadb(text.data ? text.data : "", text.len,
	    JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &error);

	if (!json)
		return syntax_fault(r, path,
		    error.line > 0 ? (uint32_t)error.line : 0,
		    error_text(json_error_code(&error)));
	*v = value_copy(a, json, 1);
	json_decref(json);
	if (!*v)
		return syntax_fault(r, path, 0, "嵌套过深");
	return 0;
}

int data_parse(struct value **v, struct arena *a, struct str text,
    struct str path, struct report *r)
{
	if (str_ends(path, STR(".json")))
		return json_parse(v, a, text, path, r);
	if (str_ends(path, STR(".yaml")) || str_ends(path, STR(".yml"))) {
		*v = yaml_parse(a, text, path, 1, r);
		return *v ? 0 : -1;
	}
	return report_add(r, FINDING_PATH_NAME, path, (struct place){0},
	    "数据文件要以 .json、.yaml 或 .yml 结尾");
}

int data_read(
    struct value **v, struct arena *a, struct str path, struct report *r)
{
	struct str text;

	if (disk_read(&text, a, path, DATA_SIZE_MAX, r) < 0)
		return -1;
	return data_parse(v, a, text, path, r);
}
