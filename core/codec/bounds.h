/* bounds.h (private) - pictures that are too large for their files.
 *
 * A few bytes can claim a picture that takes a minute and gigabytes to show.  Each format has a
 * ratio that its best compression cannot pass, or that its encoders do not; how it comes about
 * stands where a codec uses it.  Files that were cut off are shown as far as they go, so an eighth
 * of the least bytes is enough, and up to 16 megapixels, which cost little, anything is. */
#ifndef TG_CODEC_BOUNDS_H
#define TG_CODEC_BOUNDS_H

#include <stdint.h>

#include "core/codec/codec.h"

enum { TG_BOUNDS_FREE = 16 << 20 }; /* pixels */

/* TG_E_LIMIT if `w` x `h` are more pixels than limits->max_pixels, or if a file of this format with
 * as many has `least` bytes and this one has less than an eighth of them. */
struct tg_err *tg_bounds_check(const struct tg_source *src, const struct tg_limits *limits,
                               uint32_t w, uint32_t h, uint64_t least) TG_MUST_USE;

/* The least bytes of deflate for `bytes` of data.  RFC 1951: a code of one bit for a length and one
 * of one bit for a distance stand for 258 bytes at most. */
static inline uint64_t tg_bounds_deflate(uint64_t bytes)
{
    return bytes / (258 * 8 / 2);
}

/* The same of LZW as GIF and TIFF have it, for `bytes` of data: a code has 12 bits once there are
 * long strings, and none of the 4096 strings is longer than all codes together. */
static inline uint64_t tg_bounds_lzw(uint64_t bytes)
{
    return bytes / (4096 * 8 / 12);
}

/* The same of JPEG for blocks of 64 samples.  ITU T.81, F.1.2.1: each has a Huffman code of at
 * least one bit in the scan of its DC coefficient; all else can be left to runs of ends of blocks.
 * (Arithmetic coding, which only tests use, could do with less: such a picture of one colour is
 * refused.) */
static inline uint64_t tg_bounds_jpeg(uint64_t samples)
{
    return samples / (64 * 8);
}

#endif
