/* SPDX-License-Identifier: MIT */
/* Which page is made by whom. */
#include "desk.h"

const struct route desk_routes[] = {
    {false, "/", home_show},
    {false, "/begin", begin_show},
    {false, "/record/*", record_show},
    {true, "/record/*", record_take},
    {false, "/picture/*", record_picture},
    {false, "/receipt/*", receipt_show},
    {false, "/queue", queue_show},
    {false, "/review/*", review_show},
    {true, "/review/*", review_take},
    {false, "/handed/*", review_picture},
    {false, "/office", office_show},
    {false, NULL, NULL},
};
