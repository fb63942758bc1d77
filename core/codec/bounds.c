/* bounds.c - see bounds.h. */
#include "core/codec/bounds.h"

#include "core/codec/extras.h"

enum { PART = 8 };

struct tg_err *tg_bounds_check(const struct tg_source *src, const struct tg_limits *limits,
                               uint32_t w, uint32_t h, uint64_t least)
{
    struct tg_err *err = tg_extras_limits(src, limits, w, h);
    uint64_t size;

    if (err || (uint64_t)w * h <= TG_BOUNDS_FREE)
        return err;
    size = tg_source_size(src);
    if (size >= least / PART)
        return NULL;
    return tg_err_new(TG_E_LIMIT, src->path,
                      "claims to be %ux%u pixels in %llu bytes, and even the emptiest picture of "
                      "that size has about %llu: above %d megapixels an eighth of that is the "
                      "limit, whatever --max-pixels says",
                      w, h, (unsigned long long)size, (unsigned long long)least,
                      TG_BOUNDS_FREE >> 20);
}
