/* grow.c - see grow.h. */
#include "core/base/grow.h"

#include <stdlib.h>

#include "core/base/size.h"

enum { FIRST_CAPACITY = 8 };

void *tg_grow(void *items, size_t len, size_t size)
{
    size_t count, bytes;

    if (len != 0 && (len < FIRST_CAPACITY || (len & (len - 1)) != 0))
        return items;
    count = len ? 2 * len : FIRST_CAPACITY;
    return tg_size_mul(count, size, &bytes) ? realloc(items, bytes) : NULL;
}
