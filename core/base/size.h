/* size.h - arithmetic on sizes that come from files. */
#ifndef TG_BASE_SIZE_H
#define TG_BASE_SIZE_H

#include <stdbool.h>
#include <stddef.h>

/* *out = a * b (a + b); false and *out untouched when it does not fit. */
static inline bool tg_size_mul(size_t a, size_t b, size_t *out)
{
    size_t r;

    if (__builtin_mul_overflow(a, b, &r))
        return false;
    *out = r;
    return true;
}

static inline bool tg_size_add(size_t a, size_t b, size_t *out)
{
    size_t r;

    if (__builtin_add_overflow(a, b, &r))
        return false;
    *out = r;
    return true;
}

#endif
