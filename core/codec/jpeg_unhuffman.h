/* jpeg_unhuffman.h (private) - Huffman tables for the loop of kernels/kernels.h, struct tg_unhuff,
 * and the symbols that they leave to the slow way. */
#ifndef TG_CODEC_JPEG_UNHUFFMAN_H
#define TG_CODEC_JPEG_UNHUFFMAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernels/kernels.h"

enum tg_unhuffman_kind {
    TG_UNHUFFMAN_DC,
    TG_UNHUFFMAN_AC,
    TG_UNHUFFMAN_SKIP, /* AC that nobody wants: as many symbols as the index holds, no values */
};

struct tg_unhuffman {
    enum tg_unhuffman_kind kind;
    struct tg_code_lengths codes;
    struct tg_unhuff_entry entries[1 << TG_UNHUFF_BITS];
};

/* counts[l]: how many codes have l bits, 1 <= l <= 16, counts[0] unused; symbols: one for each
 * code.  False if they are no code, or one that libjpeg refuses: one of all ones, or a DC symbol
 * over 15. */
bool tg_unhuffman_init(struct tg_unhuffman *h, enum tg_unhuffman_kind kind,
                       const uint8_t counts[17], const uint8_t symbols[256]);

/* Codes without what they mean, for progressive scans: as tg_unhuffman_init(); kind:
 * TG_UNHUFFMAN_DC or TG_UNHUFFMAN_AC. */
bool tg_codes_init(struct tg_codes *c, enum tg_unhuffman_kind kind, const uint8_t counts[17],
                   const uint8_t symbols[256]);

/* Decodes the one symbol at which the loop stopped; h is the table in use.  False if there is no
 * such code, it runs over the block, or is a DC difference of more than 11 bits.  Reads at most 8
 * bytes. */
bool tg_unhuffman_odd(const struct tg_unhuffman *h, struct tg_unhuff *u);

#endif
