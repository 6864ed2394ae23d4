/* SPDX-License-Identifier: MIT */
/*
 * Functions that nobody calls here: each has a safer sibling in this folder
 * or in POSIX. The Makefile includes this file first into everything; the
 * system headers that declare them come before the ban.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
/* Its macros name one of them. */
#if __has_include(<xlsxwriter.h>)
#include <xlsxwriter.h>
#endif

/* glibc makes this a macro for clang under _FORTIFY_SOURCE, and a macro that
 * is poisoned is a warning. */
#undef sprintf

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok gets
#pragma GCC poison atoi atol gmtime localtime mktemp system popen setlocale

#endif
