/* brand.c - see brand.h. */
#include "core/codec/brand.h"

#include <string.h>

bool tg_brand_exists(const uint8_t *head, size_t len)
{
    return len >= 12 && memcmp(head + 4, "ftyp", 4) == 0;
}

/* ISO/IEC 14496-12, 4.3: the box is size, "ftyp", major brand, version, compatible brands. */
bool tg_brand_is(const uint8_t *head, size_t len, const char *brand)
{
    uint32_t end;

    if (!tg_brand_exists(head, len))
        return false;
    end = (uint32_t)head[0] << 24 | (uint32_t)head[1] << 16 | (uint32_t)head[2] << 8 | head[3];
    for (size_t at = 8; at + 4 <= len && at + 4 <= end; at += 4)
        if (at != 12 && memcmp(head + at, brand, 4) == 0)
            return true;
    return false;
}
