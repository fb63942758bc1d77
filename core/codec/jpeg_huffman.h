/* jpeg_huffman.h (private to core/codec) - Huffman tables for JPEG. */
#ifndef TG_CODEC_JPEG_HUFFMAN_H
#define TG_CODEC_JPEG_HUFFMAN_H

#include <stddef.h>
#include <stdint.h>

/* A table as a DHT segment has it. */
struct tg_huffman {
    uint8_t lengths[16]; /* how many codes have 1, 2, ... 16 bits */
    uint8_t symbols[256];
    unsigned n; /* symbols: the sum of lengths */
};

/* The best table for symbols that occur count[symbol] times.  The code of all ones stays unused, as
 * JPEG wants.  At least one count is not 0; their sum fits 63 bits.  Equal input, equal table. */
void tg_huffman_optimal(struct tg_huffman *h, const uint64_t count[256]);

/* The tables of ITU-T T.81 Annex K.3: DC or AC, for luma (0) or chroma (1). */
void tg_huffman_standard(struct tg_huffman *h, int ac, int chroma);

/* code[symbol]: the code in bits 0-15, its length in bits 16-20, 0 for symbols that the table
 * lacks. */
void tg_huffman_codes(const struct tg_huffman *h, uint32_t code[256]);

#endif
