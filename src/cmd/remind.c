#include "command.h"
static int run(const struct options *o)
{
	(void)o;
	return 0;
}
static const struct option_row rows[] = {{NULL, NULL, NULL}};
const struct command command_remind = {
    .name = "remind", .usage = "", .summary = "", .options = rows, .run = run};
