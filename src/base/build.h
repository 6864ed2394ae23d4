/* SPDX-License-Identifier: MIT */
/*
 * Which program this is: what is kept from run to run and follows from more
 * than its input is of use to the same program alone, with the same libraries.
 */
#ifndef BASE_BUILD_H
#define BASE_BUILD_H

#include "digest.h"

/* A digest of the build ids (the linker's) of the program and of every library
 * it runs with. False: one of them has none. */
bool build_digest(char out[DIGEST_SIZE]);

#endif
