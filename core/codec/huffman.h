/* huffman.h (private to core/codec) - lengths of Huffman codes, for JPEG and Deflate.
 *
 * D. A. Huffman, "A method for the construction of minimum-redundancy codes", 1952; codes that are
 * too long are shortened as ITU-T T.81, Annex K.3, says. */
#ifndef TG_CODEC_HUFFMAN_H
#define TG_CODEC_HUFFMAN_H

#include <stdbool.h>
#include <stdint.h>

enum { TG_HUFFMAN_SYMBOLS = 286, TG_HUFFMAN_BITS = 16 };

/* Codes of the symbols that occur, sorted. */
struct tg_huffman_sorted {
    uint16_t symbol[TG_HUFFMAN_SYMBOLS]; /* from the shortest code to the longest */
    unsigned n;
    uint16_t lengths[TG_HUFFMAN_BITS + 1]; /* how many codes have 1, 2, ... bits; [0] is 0 */
};

/* The best codes of at most `limit` bits for symbols below `symbols` that occur count[symbol]
 * times.  With `reserve` the code of all ones stays unused; without it at least two symbols occur.
 * At least one count is not 0, their sum fits 63 bits.  Equal input, equal codes. */
void tg_huffman_sort(struct tg_huffman_sorted *h, const uint64_t *count, unsigned symbols,
                     unsigned limit, bool reserve);

#endif
