/* made_pages.h - TIFF files that no library writes, directory by directory. */
#ifndef TG_TESTS_MADE_PAGES_H
#define TG_TESTS_MADE_PAGES_H

#include "tests/support/made.h"

struct made_tag {
    uint16_t tag, type; /* type: 3 or 4, SHORT or LONG */
    uint32_t value;
    const char *text; /* NULL, or instead of type and value */
};

/* A directory whose pixels are one strip; no BitsPerSample of several values. */
struct made_page {
    const struct made_tag *tags; /* ended by tag 0 */
    const void *pixels;          /* NULL: none */
    size_t len, cut;             /* cut: as many of the bytes are there; 0: all */
    const struct made_page *below;
};

/* Big-endian concerns the directories; pixels are copied. */
struct made make_pages(const struct made_page *pages, size_t n, bool big_endian);

#endif
