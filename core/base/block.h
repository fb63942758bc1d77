/* block.h - large blocks of memory that come and go with every photo.  Freed ones are kept for the
 * next photo: an allocator that gives them back to the system, as musl's does, has them cleared and
 * mapped again each time, a third more CPU time in all.  glibc's keeps them itself (see
 * keep_memory() in cli/main.c), so that with it these functions are aligned_alloc() and free().
 * For one thread of a process. */
#ifndef TG_BASE_BLOCK_H
#define TG_BASE_BLOCK_H

#include <stddef.h>

/* Memory for `bytes`, at a multiple of 64, uninitialised; NULL if there is none. */
void *tg_block_new(size_t bytes);
void tg_block_free(void *block); /* NULL is fine */

/* From now on at most `bytes` are kept, and never more than 64 MiB. */
void tg_block_limit(size_t bytes);

/* Gives everything kept back: before a library asks for large blocks of its own. */
void tg_block_purge(void);

#endif
