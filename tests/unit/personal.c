/* SPDX-License-Identifier: MIT */
/* Every kind of datum in every disguise, and what only looks like one. In the
 * texts "[" and "]" stand around what must be found. All data are made up. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "book/personal.h"

struct row {
	enum personal_kind kind;
	const char *text;
};

static const struct row data[] = {
    {PERSONAL_MOBILE, "电话[13800138000]。"},
    {PERSONAL_MOBILE, "[13800138000]"},
    {PERSONAL_MOBILE, "+[8613800138000]"},
    {PERSONAL_MOBILE, "+[8613800138000]，"},
    {PERSONAL_MOBILE, "+86 [138 0013 8000]"},
    {PERSONAL_MOBILE, "+86-[138-0013-8000]"},
    {PERSONAL_MOBILE, "[008613800138000]"},
    {PERSONAL_MOBILE, "0086 [13800138000]"},
    {PERSONAL_MOBILE, "[１３８００１３８０００]"},
    {PERSONAL_MOBILE, "[１３８－００１３－８０００]"},
    {PERSONAL_MOBILE, "[138 0013 8000] 2026"},
    {PERSONAL_MOBILE, "[138-0013-8000]"},
    {PERSONAL_MOBILE, "[138.0013.8000]"},
    {PERSONAL_MOBILE, "[138·0013·8000]"},
    {PERSONAL_MOBILE, "[138_0013_8000]"},
    {PERSONAL_MOBILE, "[138—0013—8000]"},
    {PERSONAL_MOBILE, "[138　0013　8000]"},
    {PERSONAL_MOBILE, "[138 00138000]"},
    {PERSONAL_MOBILE, "[1380013 8000]"},
    {PERSONAL_MOBILE, "[1 3 8 0 0 1 3 8 0 0 0]"},
    {PERSONAL_MOBILE, "[1-3-8-0-0-1-3-8-0-0-0]"},
    {PERSONAL_MOBILE,
	"[138\xE2\x80\x8B"
	"0013\xE2\x80\x8B"
	"8000]"},
    {PERSONAL_MOBILE,
	"[1\xEF\xBB\xBF"
	"3800138000]"},
    {PERSONAL_MOBILE, "[一三八〇〇一三八〇〇〇]"},
    {PERSONAL_MOBILE, "拨打[一三八零零幺三八零零零]找他"},
    {PERSONAL_MOBILE, "[幺三八零零幺三八零零零]"},
    {PERSONAL_MOBILE, "[壹叁捌零零壹叁捌零零零]"},
    {PERSONAL_MOBILE, "[1三8零0一3八0零0]"},
    {PERSONAL_MOBILE, "[一三八-零零一三-八零零零]"},
    {PERSONAL_MOBILE, "之一[13800138000]"},
    {PERSONAL_MOBILE, "[138**0013**8000]"},
    {PERSONAL_MOBILE, "**[13800138000]**"},
    {PERSONAL_MOBILE, "[138*00138000]*"},
    {PERSONAL_MOBILE, "`[13800138000]`"},
    {PERSONAL_MOBILE, "[138\\-0013\\-8000]"},
    {PERSONAL_MOBILE, "[138<strong>0013</strong>8000]"},
    {PERSONAL_MOBILE, "[138<em class=\"a\">0013</em>8000]"},
    {PERSONAL_MOBILE, "微信wx[13800138000]"},
    {PERSONAL_MOBILE, "tel:[13800138000]"},
    {PERSONAL_MOBILE, "tel[13800138000]"},
    {PERSONAL_MOBILE, "2026-11-12 [13800138000]"},
    {PERSONAL_MOBILE, "45 [138 0013 8000]"},
    {PERSONAL_MOBILE, "IMG_[13800138000].jpg"},
    {PERSONAL_MOBILE, "[19912345678]、[16612345678]、[17712345678]"},
    {PERSONAL_PHONE, "[029-82721234]"},
    {PERSONAL_PHONE, "[029 82721234]"},
    {PERSONAL_PHONE, "（[029）82721234]"},
    {PERSONAL_PHONE, "([029) 8272 1234]"},
    {PERSONAL_PHONE, "[029—8272—1234]"},
    {PERSONAL_PHONE, "[02982721234]"},
    {PERSONAL_PHONE, "[０２９－８２７２１２３４]"},
    {PERSONAL_PHONE, "[029**82721234]**"},
    {PERSONAL_PHONE, "[零二九-八二七二一二三四]"},
    {PERSONAL_PHONE, "[0912-8123456]"},
    {PERSONAL_PHONE, "[010-62345678]"},
    {PERSONAL_PHONE, "[029-82721234]-801"},
    {PERSONAL_PHONE, "+86-[29-82721234]"},
    {PERSONAL_PHONE, "电话：[82721234]"},
    {PERSONAL_PHONE, "座机 [8272-1234]"},
    {PERSONAL_PHONE, "电话：[8272123]，下面还有好些话要说"},
    {PERSONAL_IDENTITY, "[610122199001011237]"},
    {PERSONAL_IDENTITY, "身份证[61012219850315003X]，"},
    {PERSONAL_IDENTITY, "[61012219850315003x]"},
    {PERSONAL_IDENTITY, "[６１０１２２１９８５０３１５００３Ｘ]"},
    {PERSONAL_IDENTITY, "[610122 19900101 1237]"},
    {PERSONAL_IDENTITY, "[610122-1990-0101-1237]"},
    {PERSONAL_IDENTITY, "[610122**19900101**1237]"},
    {PERSONAL_IDENTITY, "[6 1 0 1 2 2 1 9 9 0 0 1 0 1 1 2 3 7]"},
    {PERSONAL_IDENTITY, "[六一零一二二一九九零零一零一一二三七]"},
    {PERSONAL_IDENTITY,
	"[610122\xE2\x80\x8B"
	"199001011237]"},
    {PERSONAL_IDENTITY, "[610122900101123]"},
    {PERSONAL_CARD, "[6222023600012349]"},
    {PERSONAL_CARD, "卡号[6228480123456789015]。"},
    {PERSONAL_CARD, "[6222 0236 0001 2349]"},
    {PERSONAL_CARD, "[6217 0012 3456 7890 122]"},
    {PERSONAL_CARD, "[6222-0236-0001-2349]"},
    {PERSONAL_CARD, "[６２２２０２３６０００１２３４９]"},
    {PERSONAL_CARD, "[6222**0236**00012349]"},
    {PERSONAL_CARD, "[六二二二零二三六零零零一二三四九]"},
    {PERSONAL_CARD, "[4111111111111111]"},
    {PERSONAL_CARD, "[9558802600012345679]"},
    {PERSONAL_PLATE, "车牌[陕A12345]违停"},
    {PERSONAL_PLATE, "[陕A·12345]"},
    {PERSONAL_PLATE, "[陕A 8K62M]"},
    {PERSONAL_PLATE, "[陕a-b1234]"},
    {PERSONAL_PLATE, "[陕Ａ１２３４５]"},
    {PERSONAL_PLATE, "[陕AD12345]"},
    {PERSONAL_PLATE, "[陕A·F12345]"},
    {PERSONAL_PLATE, "[陕A12345D]"},
    {PERSONAL_PLATE, "[陕**A12345]**"},
    {PERSONAL_PLATE,
	"[陕\xE2\x80\x8B"
	"A12345]"},
    {PERSONAL_PLATE, "[京N8P8F8]"},
    {PERSONAL_MAIL, "发到[zhang.san@qq.com]。"},
    {PERSONAL_MAIL, "[12345678@qq.com]"},
    {PERSONAL_MAIL, "[ａｂ＠ｑｑ．ｃｏｍ]"},
    {PERSONAL_MAIL, "[a_b @ mail.example.cn]"},
    {PERSONAL_MAIL, "<[a-b+c@b.example]>"},
    {PERSONAL_ADDRESS, "，[住安村镇李家村3组12号]"},
    {PERSONAL_ADDRESS, "，[李家村三组十二号]。"},
    {PERSONAL_ADDRESS, "，[李家村第三村民小组 12 号]"},
    {PERSONAL_ADDRESS, "，[李家庄上组8号]，"},
    {PERSONAL_ADDRESS, "，[向阳小区3号楼2单元501室]"},
    {PERSONAL_ADDRESS, "，[向阳小区3栋2单元501室]"},
    {PERSONAL_ADDRESS, "，[向阳小区三栋二单元五零一室]"},
    {PERSONAL_ADDRESS, "，[向阳小区３栋２单元５０１室]"},
    {PERSONAL_ADDRESS, "，[向阳小区3幢501室]"},
    {PERSONAL_ADDRESS, "，[3号楼2单元501]，"},
    {PERSONAL_ADDRESS, "，[向阳小区3-2-501]，"},
    {PERSONAL_ADDRESS, "，[向阳小区二-三-501]，下面还有好些话要说"},
    {PERSONAL_ADDRESS, "，[向阳小区3#2-501]，下面还有好些话要说"},
    {PERSONAL_ADDRESS, "，[三号楼二单元501]，下面还有好些话要说"},
    {PERSONAL_ADDRESS, "，[幸福花园2栋301室]"},
    {PERSONAL_ADDRESS, "，[县城向阳路12号]"},
    {PERSONAL_ADDRESS, "，[文姬路中段 12 号]"},
    {PERSONAL_PHONE, "电话[075521234567]"},
    {PERSONAL_PHONE, "[0755-21234567]"},
    {PERSONAL_NAME, "村民代表[王小明]说"},
    {PERSONAL_NAME, "投诉人[王小明]反映"},
    {PERSONAL_NAME, "投诉人：[张三]，"},
    {PERSONAL_NAME, "投诉人姓名：[高建国]"},
    {PERSONAL_NAME, "来电人[李红]称"},
    {PERSONAL_NAME, "反映人（[赵丽华]）"},
    {PERSONAL_NAME, "当事人[刘海燕]于当日"},
    {PERSONAL_NAME, "举报人[欧阳娜娜]，"},
    {PERSONAL_NAME, "群众[张小明]反映"},
    {PERSONAL_NAME, "居民[李建国]（65岁）"},
    {PERSONAL_NAME, "村民[王秀英]女士"},
    {PERSONAL_NAME, "群众**[张小明]**反映"},
    {PERSONAL_NAME, "投诉人: \"[陈伟]\""},
    {PERSONAL_NAME, "对象: [王小明], 有效: 是"},
    {PERSONAL_MASK_PHONE, "[138*****234]"},
    {PERSONAL_MASK_PHONE, "[138xxxx1234]"},
    {PERSONAL_MASK_PHONE, "[138XXXX1234]"},
    {PERSONAL_MASK_PHONE, "[138××××1234]"},
    {PERSONAL_MASK_PHONE, "[138＊＊＊＊1234]"},
    {PERSONAL_MASK_PHONE, "[1380***8000]"},
    {PERSONAL_MASK_PHONE, "[138***1234]"},
    {PERSONAL_MASK_PHONE, "2026-11-12 [1380013****]"},
    {PERSONAL_MASK_NUMBER, "[6101xxxxxxxxxx1234]"},
    {PERSONAL_MASK_NUMBER, "[610122199001****37]"},
    {PERSONAL_MASK_NAME, "投诉人[张X]反映"},
    {PERSONAL_MASK_NAME, "群众[李**]反映"},
    {PERSONAL_MASK_NAME, "对象: [王××]"},
    {PERSONAL_MASK_NAME, "，[李**]，"},
    {PERSONAL_MASK_NAME, "（[张X]）"},
    {PERSONAL_MASK_NAME, "，[张×]先生"},
    {PERSONAL_MASK_NAME, "，[张●]，"},
    {PERSONAL_MASK_NAME, "，[张＊]，"},
    {PERSONAL_MASK_NAME, "，[张Ｘ]，"},
};

static const char *const nothing[] = {
    "",
    "蓝市监处罚〔2026〕12号",
    "陕政办发〔2022〕15号",
    "工单 2026111200138001",
    "工单20261112138001234",
    "工单尾号 0127",
    "编号 13800138000127",
    "1380013800012345",
    "2026-11-16 2026-10-08 5 件",
    "2026-11-12 2026-10-08 2026-09-30",
    "20261112 20261008",
    "2026.11.12 2026.10.08",
    "2026-11-20T17:41:09+08:00",
    "91610122MA6TX13800",
    "统一社会信用代码 91610122MA6TXXXX0X",
    "116101220160000000",
    "身份证尾号 1234",
    "身份证 6101**********1234",
    "6101**********123X",
    "35*************123",
    "6222 **** **** 2349",
    "138****1234",
    "138****1234 与 139****5678",
    "13800138000元",
    "13800138000.00",
    "￥13800138000",
    "合计 13800138000 万元",
    "0.6222023600012349",
    "mzj-2026-11-window-p01",
    "content/units/mzj/2026-11/window-2/index.md",
    "IMG_20261112_138001.jpg",
    "mmexport1606089600123.jpg",
    "wx_camera_1606089600123.jpg",
    "ISBN 978-7-115-12345-6",
    "9787115123456",
    "a13800138000b",
    "0x13800138000",
    "610122199001011230",
    "610122199013011237",
    "990122199001011237",
    "6222023600012340",
    "1388 0013 8000 1234 567",
    "12345热线",
    "110、119、120、12315、12328",
    "12345 12345 12345",
    "400-820-8820",
    "4008208820",
    "95598",
    "029-12345",
    "029 12345678",
    "029-20261112",
    "电话 12345",
    "电话 20261112",
    "1366x768",
    "1920x1080x32",
    "5*3*2",
    "2026年**11**月",
    "陕A12警",
    "陕A·1234警",
    "军A12345",
    "陕O12345",
    "陕A级景区",
    "新A级",
    "青海",
    "贵州",
    "云A1",
    "陕A***45",
    "陕A123456789",
    "G30连霍高速",
    "陕S101",
    "@media",
    "icon@2x.png",
    "a@b",
    "群众 @ 窗口",
    "git@host:path",
    "610122261112001",
    "075521234567",
    "安村镇工作组12号进驻",
    "文姬路18号工地",
    "群众代表任意指定",
    "当事人王记餐馆",
    "联系人：张建国",
    "李家村",
    "在李家村3组走访",
    "李家村三组12户群众",
    "各村20号前上报",
    "全村三个组12号前完成",
    "李家村3组5号机井",
    "县政务服务中心二楼 17 号窗口",
    "街道便民服务站三号",
    "政务大厅2号楼305室",
    "向阳小区3号楼",
    "地铁2号线",
    "蓝关街道3号窗口",
    "县道路12号桥",
    "201室",
    "会议室",
    "逐小区核对户号",
    "投诉人王某",
    "投诉人王某某反映",
    "投诉人王女士反映",
    "来电人李先生",
    "当事人陈述、申辩",
    "当事人申请听证",
    "当事人高度配合",
    "当事人王师傅",
    "群众方便",
    "群众满意度",
    "群众关心的",
    "群众许多意见",
    "群众张罗",
    "群众高兴",
    "居民周边环境",
    "群众马上就办",
    "居民张某某反映",
    "对象: 王女士, 有效: 是",
    "对象: 某企业",
    "对象: 高龄老人",
    "办理对象王小明",
    "群众代表任意指定",
    "群众李某**反映**",
    "**王**女士",
    "公安**重点**工作",
    "**石**材",
    "**李**",
    "他姓王**",
    "一、二、三、四、五、六、七、八、九、十、十一",
    "一二三四五六七八九十",
    "二〇二六年十一月十二日",
    "\xFF\xFE\x80",
    "1\xE4\xB8",
    "\xE4",
    "13800\n138000",
    "<svg viewBox=\"0 0 13 80\"><path d=\"M13 80 01 38 00 2z\"/></svg>",
    "sha256: 1380013800013f",
};

/* The text without its brackets; where they stood. */
static size_t plain(char *out, const char *text, size_t *from, size_t *to)
{
	size_t n = 0, count = 0;

	for (; *text; text++)
		if (*text == '[')
			from[count] = n;
		else if (*text == ']')
			to[count++] = n;
		else
			out[n++] = *text;
	out[n] = '\0';
	return count;
}

static void test_found(void **state)
{
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof data / sizeof *data; i++) {
		char text[256];
		size_t from[4], to[4];
		size_t n = plain(text, data[i].text, from, to);
		struct personal_scan s;
		struct personal p;

		personal_begin(&s, str_from(text), true);
		for (k = 0; personal_next(&s, &p); k++)
			if (k >= n || p.kind != data[i].kind ||
			    p.at != from[k] || p.at + p.len != to[k])
				fail_msg("%s: %s at %zu to %zu", data[i].text,
				    personal_name(p.kind), p.at, p.at + p.len);
		if (k != n)
			fail_msg("%s: found %zu", data[i].text, k);
	}
}

static void test_nothing(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof nothing / sizeof *nothing; i++) {
		struct personal_scan s;
		struct personal p;

		personal_begin(&s, str_from(nothing[i]), true);
		if (personal_next(&s, &p))
			fail_msg("%s: %s at %zu to %zu", nothing[i],
			    personal_name(p.kind), p.at, p.at + p.len);
	}
}

/* Masks are looked for where they are asked for. */
static void test_masks(void **state)
{
	struct personal_scan s;
	struct personal p;

	(void)state;
	personal_begin(&s, STR("138xxxx1234，群众李**反映，张X"), false);
	assert_false(personal_next(&s, &p));
}

static void assert_hidden(const char *text, const char *hidden)
{
	struct buf out = {0};
	bool is_hidden = personal_hide(&out, str_from(text));

	buf_byte(&out, '\0');
	assert_string_equal(out.data, hidden);
	assert_int_equal(is_hidden, strcmp(text, hidden) != 0);
	buf_release(&out);
}

static void test_hide(void **state)
{
	(void)state;
	assert_hidden("", "");
	assert_hidden("没有什么", "没有什么");
	assert_hidden("打13800138000找他", "打***********找他");
	assert_hidden("１３８００１３８０００", "＊＊＊＊＊＊＊＊＊＊＊");
	assert_hidden("投诉人王小明反映", "投诉人＊＊＊反映");
	assert_hidden("a@b.cn，陕A12345", "******，＊******");
}

static void assert_key(const char *datum, const char *expected)
{
	struct buf key = {0};

	personal_key(&key, str_from(datum));
	buf_byte(&key, '\0');
	assert_string_equal(key.data, expected);
	buf_release(&key);
}

static void test_keys(void **state)
{
	(void)state;
	assert_key("（029）8272-1234", "02982721234");
	assert_key("０２９ **8272** 1234", "02982721234");
	assert_key("a.b@C.cn", "AB@CCN");
	assert_key("陕a·1234b", "陕A1234B");
	assert_key("县门街18号", "县门街18号");
	assert_true(personal_key_is(STR("02982721234"), STR("02982721234")));
	assert_true(personal_key_is(STR("82721234"), STR("02982721234")));
	assert_true(personal_key_is(STR("在县门街18号"), STR("县门街18号")));
	assert_false(personal_key_is(STR("县门街18号"), STR("蓝田县门街18号")));
	assert_false(personal_key_is(STR("721234"), STR("02982721234")));
	assert_false(personal_key_is(STR("02982721234"), STR("82721234")));
	assert_false(personal_key_is(STR("13800138000"), STR("3800138000")));
}

/* Twice the text, about twice the data: no run of digits is read again and
 * again. What is asked of the texts is that they end at all. */
static void test_long(void **state)
{
	static const char *const parts[] = {"1 ", "13800138000 ", "138**", "一",
	    "村组", "a@", "1-", "<b>1", "群众", "陕A", "x", "李*",
	    "\xE2\x80\x8B", "1\xE2\x80\x8B", "单元1", NULL};
	size_t i, n;

	(void)state;
	for (i = 0; parts[i]; i++) {
		struct personal_scan s;
		struct personal p;
		struct buf b = {0};
		size_t end = 0;

		for (n = 0; n < 100000; n++)
			buf_text(&b, parts[i]);
		personal_begin(&s, buf_view(&b), true);
		while (personal_next(&s, &p)) {
			assert_true(p.len > 0 && p.at >= end);
			end = p.at + p.len;
			assert_true(end <= b.len);
		}
		buf_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_found),
	    cmocka_unit_test(test_nothing),
	    cmocka_unit_test(test_masks),
	    cmocka_unit_test(test_hide),
	    cmocka_unit_test(test_keys),
	    cmocka_unit_test(test_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
