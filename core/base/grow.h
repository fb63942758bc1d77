/* grow.h - lists that grow one by one. */
#ifndef TG_BASE_GROW_H
#define TG_BASE_GROW_H

#include <stddef.h>

#include "core/base/attr.h"

/* `items`, which holds `len` of `size` bytes, with room for one more; NULL when memory is short,
 * and then `items` is untouched.  Sizes follow from `len`, so nobody stores a capacity. */
void *tg_grow(void *items, size_t len, size_t size) TG_MUST_USE;

#endif
