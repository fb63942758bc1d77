/* exif_entry.h - the parts of little-endian TIFF structures, for tests that write EXIF. */
#ifndef TG_TESTS_EXIF_ENTRY_H
#define TG_TESTS_EXIF_ENTRY_H

#include <stdint.h>

static inline void exif_put16(uint8_t *p, unsigned v)
{
    p[0] = (uint8_t)v;
    p[1] = (uint8_t)(v >> 8);
}

static inline void exif_put_entry(uint8_t *p, unsigned tag, unsigned type, unsigned count,
                                  unsigned value)
{
    exif_put16(p, tag);
    exif_put16(p + 2, type);
    exif_put16(p + 4, count);
    exif_put16(p + 6, 0);
    exif_put16(p + 8, value);
    exif_put16(p + 10, 0);
}

#endif
