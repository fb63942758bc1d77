/* jpeg_tokens.h (private to core/codec) - quantised blocks as tokens, and tokens as bits.
 *
 * Tokens (struct tg_tokens) hold everything that a scan needs once its Huffman tables are known, in
 * an eighth of the space that coefficients take: blocks are mostly zeros.  The kernel `tokens`
 * makes those of the AC coefficients of progressive scans.
 *
 * Parts: jpeg_bits.c. */
#ifndef TG_CODEC_JPEG_TOKENS_H
#define TG_CODEC_JPEG_TOKENS_H

#include <stdint.h>

#include "core/codec/jpeg_huffman.h"
#include "core/codec/stream.h"
#include "kernels/kernels.h"

enum {
    TG_TOKEN_CHUNK = 16384, /* uint16_t */
    TG_JPEG_BLOCK = 64,     /* coefficients */
};

struct tg_token_chunk {
    struct tg_token_chunk *next;
    size_t n;
    uint16_t token[TG_TOKEN_CHUNK];
};

/* Classes of symbols that have a Huffman table each.  A progressive scan has one table for what all
 * of them count: of DC coefficients, TG_DC_CHROMA in the symbol tells chroma. */
enum { TG_CLASS_DC, TG_CLASS_AC = 2, TG_DC_CHROMA = 16 };

/* The functions below want room for TG_TOKEN_BLOCK. */

/* Progressive scans.  DC: the difference to the component's block before; `chroma` is 0 or
 * TG_DC_CHROMA. */
void tg_tokens_dc(struct tg_tokens *t, unsigned component, unsigned chroma, int dc);

/* AC: the last run, after all blocks. */
void tg_tokens_ac_end(struct tg_tokens *t);

/* Sequential scans: one whole block.  `table` is 0 for luma, 1 for chroma. */
void tg_tokens_block(struct tg_tokens *t, unsigned component, unsigned table, const int16_t *block,
                     uint64_t mask);
/* One that only fills up the last column or row: as cheap as a block can be. */
void tg_tokens_padding(struct tg_tokens *t, unsigned table);

/* Entropy-coded bits on their way into a sink. */
struct tg_bits {
    uint64_t pending; /* from the top */
    unsigned used;    /* bits of pending, less than 8 */
    struct tg_sink *sink;
};

/* Codes of a class: code | length << 16 | bits that follow << 24. */
typedef uint32_t tg_token_codes[256];

/* codes[symbol] for symbols of `h`.  `dc`: the symbol is the number of bits that follow; `dc` says
 * what is added to it, 0 or TG_DC_CHROMA. */
void tg_token_codes_ac(tg_token_codes codes, const struct tg_huffman *h);
void tg_token_codes_dc(tg_token_codes codes, const struct tg_huffman *h, unsigned chroma);

/* Tokens of a progressive scan, n uint16_t. */
struct tg_err *tg_bits_write(struct tg_bits *b, const uint16_t *tokens, size_t n,
                             const tg_token_codes codes) TG_MUST_USE;

/* Tokens of a sequential scan: whole blocks, the tables of which follow the pattern of the MCU.
 * *at is the first block's index in it. */
struct tg_mcu_pattern {
    uint8_t table[10]; /* 0 luma, 1 chroma */
    unsigned blocks;
};
struct tg_err *tg_bits_write_blocks(struct tg_bits *b, const uint16_t *tokens, size_t n,
                                    const tg_token_codes codes[TG_TOKEN_CLASSES],
                                    const struct tg_mcu_pattern *pattern, unsigned *at) TG_MUST_USE;

/* Fills the last byte with ones. */
struct tg_err *tg_bits_end(struct tg_bits *b) TG_MUST_USE;

#endif
