/* SPDX-License-Identifier: MIT */
/*
 * Signatures of commits: Ed25519 (RFC 8032) in the form that OpenSSH has for
 * them (its PROTOCOL.sshsig, namespace "git"), so that git can look at them
 * too: git -c gpg.ssh.allowedSignersFile=… log --show-signature. The same text
 * and key give the same signature.
 */
#ifndef BASE_SEAL_H
#define BASE_SEAL_H

#include "arena.h"

enum { SEAL_KEY_SIZE = 2 * 32 }; /* a secret key: hex digits */

/* A new secret key; false where the system gives no random bytes. */
bool seal_key_make(char out[SEAL_KEY_SIZE + 1]);

/* The public part as OpenSSH writes it, "ssh-ed25519 AAAA…"; empty where
 * `key` is none. */
struct str seal_public(struct arena *a, struct str key);

/* The signature of a text, armoured, without a line end; empty where `key` is
 * none. */
struct str seal_make(struct arena *a, struct str key, struct str text);

/* Is it one of this text by the holder of that public key? */
bool seal_check(struct str signature, struct str public, struct str text);

#endif
