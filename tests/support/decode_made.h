/* decode_made.h - our decoders on files in memory. */
#ifndef TG_TESTS_DECODE_MADE_H
#define TG_TESTS_DECODE_MADE_H

#include "core/codec/codec.h"
#include "tests/support/made.h"

struct decode_how {
    bool deep, metadata;
    uint64_t max_pixels; /* 0: plenty */
    unsigned shrink;     /* so many times smaller is wanted; 0: not at all */
};

/* Finds the codec and decodes.  The file is called "wrong.suffix". */
struct tg_err *decode_made(const struct made *m, struct decode_how how, struct tg_image *image,
                           struct tg_damage *damage) TG_MUST_USE;

/* The same, ending the test on errors and on damage. */
struct tg_image decode_good(const struct made *m, struct decode_how how);

struct tg_err *probe_made(const struct made *m, uint64_t max_pixels,
                          struct tg_info *info) TG_MUST_USE;

/* Encodes into memory, ending the test on errors. */
struct made encode_made(const struct tg_image *image, enum tg_format format, int quality);

/* Sample of a plane, 8 or 16 bits as the image has. */
unsigned sample(const struct tg_image *im, unsigned plane, uint32_t x, uint32_t y);

/* Ends the test unless the images have the same pixels, of the same kind. */
void ck_same_pixels(const struct tg_image *a, const struct tg_image *b);

#endif
