/* deflate_codes.h (private to core/codec) - a zlib stream of Huffman codes and runs, without a
 * search for what repeats: for filtered rows of photos, in which hardly anything does.
 *
 * RFC 1950 and 1951.  Blocks of 128 KiB with codes of their own; eight or more equal bytes become a
 * match of distance 1. */
#ifndef TG_CODEC_DEFLATE_CODES_H
#define TG_CODEC_DEFLATE_CODES_H

#include <stddef.h>
#include <stdint.h>

/* Bytes that a stream of `len` bytes has at most; SIZE_MAX if no size_t holds them. */
size_t tg_deflate_codes_bound(size_t len);

/* The stream of data[0..len) goes to `to`, which has room for that bound.  Returns its length. */
size_t tg_deflate_codes(const uint8_t *data, size_t len, uint8_t *to);

#endif
