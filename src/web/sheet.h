/* SPDX-License-Identifier: MIT */
/*
 * A table as an Excel file: real dates and numbers, a header that stays in
 * sight, filters, widths, ready to print on A4. The only house of
 * libxlsxwriter. Equal tables give equal bytes.
 */
#ifndef WEB_SHEET_H
#define WEB_SHEET_H

#include "base/report.h"
#include "table.h"

/* 0, or -1 with the report saying why. Any thread may. */
int sheet_write(
    struct buf *out, const struct table_filled *f, struct report *r);

#endif
