/* srgb.h - light to sRGB, without libm: the same bytes everywhere. */
#ifndef TG_IMAGE_SRGB_H
#define TG_IMAGE_SRGB_H

#include <stdint.h>

enum { TG_SRGB_TABLE = 65536 };

/* sRGB's encoding (IEC 61966-2-1), both sides 0 .. 65535: entry i is that of i / 65535 of white's
 * light.  The caller frees it; NULL if memory is short. */
uint16_t *tg_srgb_table_new(void);

/* What a number from 0 to 1 is among 0 .. 65535; what lies outside is clipped, and what is no
 * number becomes 0. */
static inline uint16_t tg_srgb_index(double v)
{
    return v > 0 ? (uint16_t)(v < 1 ? v * 65535 + 0.5 : 65535) : 0;
}

/* CIE L*a*b* with the white of D50, L* from 0 to 100, to sRGB; what sRGB does not have is clipped.
 * `table` as above. */
void tg_srgb_from_lab(const uint16_t *table, const double lab[3], uint16_t rgb[3]);

#endif
