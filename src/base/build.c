/* SPDX-License-Identifier: MIT */
/* A build id is a note in the file, which the loader has put into memory. */
#include "build.h"

#include <link.h>

#include "buf.h"

struct ids {
	struct buf found;
	bool has_all;
};

static size_t rounded(size_t n)
{
	return (n + 3) & ~(size_t)3;
}

/* The note that is a build id; empty: none is. */
static struct str note_find(struct str notes)
{
	ElfW(Nhdr) head;
	struct str name, note;

	while (notes.len >= sizeof head) {
		memcpy(&head, notes.data, sizeof head);
		notes = str_slice(notes, sizeof head, notes.len);
		name = str_slice(notes, 0, head.n_namesz);
		note = str_slice(notes, rounded(head.n_namesz), notes.len);
		note = str_slice(note, 0, head.n_descsz);
		if (head.n_type == NT_GNU_BUILD_ID &&
		    str_equal(name, (struct str){"GNU", 4}))
			return note;
		notes = str_slice(notes,
		    rounded(head.n_namesz) + rounded(head.n_descsz), notes.len);
	}
	return (struct str){0};
}

static int object_take(struct dl_phdr_info *info, size_t size, void *self)
{
	struct ids *ids = self;
	struct str id = {0};
	size_t i;

	(void)size;
	for (i = 0; i < info->dlpi_phnum && !id.len; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];

		if (p->p_type == PT_NOTE)
			id = note_find((struct str){
			    (const char *)(info->dlpi_addr + p->p_vaddr),
			    p->p_memsz});
	}
	ids->has_all = ids->has_all && id.len;
	buf_str(&ids->found, id);
	return 0;
}

bool build_digest(char out[DIGEST_SIZE])
{
	struct ids ids = {.has_all = true};

	dl_iterate_phdr(object_take, &ids);
	digest_hex(out, buf_view(&ids.found));
	buf_release(&ids.found);
	return ids.has_all;
}
