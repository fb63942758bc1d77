/* huffman.c - see huffman.h. */
#include "core/codec/huffman.h"

enum {
    LEAVES = TG_HUFFMAN_SYMBOLS + 1, /* and the one that is reserved */
    NODES = 2 * LEAVES,
    LONGEST = LEAVES, /* code length before it is limited */
};

struct leaf {
    uint64_t count;
    uint16_t symbol;
};

/* Rarest first; of equally rare ones the larger symbol first. */
static unsigned sort_leaves(struct leaf leaf[LEAVES], const uint64_t *count, unsigned symbols)
{
    unsigned n = 0;

    for (unsigned s = symbols; s-- > 0;) {
        unsigned i = n;

        if (!count[s])
            continue;
        for (; i > 0 && leaf[i - 1].count > count[s]; i--)
            leaf[i] = leaf[i - 1];
        leaf[i] = (struct leaf){count[s], (uint16_t)s};
        n++;
    }
    return n;
}

/* Huffman's tree over n sorted leaves and, before them, reserved ones of weight 0: inner nodes are
 * made in the order of their weights, so the two lightest are always at the heads of two queues.
 * lengths[l] becomes the number of leaves at depth l; a reserved leaf is among the deepest. */
static void measure_codes(const struct leaf *leaf, unsigned n, unsigned reserved,
                          unsigned lengths[LONGEST])
{
    uint64_t weight[NODES];
    unsigned parent[NODES], depth[NODES], leaves = n + reserved, made = leaves, at = 0,
                                          inner = leaves;

    weight[0] = 0;
    for (unsigned i = 0; i < n; i++)
        weight[i + reserved] = leaf[i].count;
    while (made < 2 * leaves - 1) {
        weight[made] = 0;
        for (int child = 0; child < 2; child++) {
            unsigned lightest =
                inner == made || (at < leaves && weight[at] <= weight[inner]) ? at++ : inner++;

            weight[made] += weight[lightest];
            parent[lightest] = made;
        }
        made++;
    }
    depth[made - 1] = 0;
    for (unsigned i = made - 1; i-- > 0;) {
        depth[i] = depth[parent[i]] + 1;
        if (i < leaves)
            lengths[depth[i]]++;
    }
}

/* Annex K.3: two codes that are too long lose a bit, one moves up to their common prefix, and a
 * shorter code makes room for the other by becoming a prefix itself. */
static void limit_lengths(unsigned lengths[LONGEST], unsigned limit)
{
    for (unsigned l = LONGEST - 1; l > limit; l--) {
        while (lengths[l] > 0) {
            unsigned shorter = l - 2;

            while (lengths[shorter] == 0)
                shorter--;
            lengths[l] -= 2;
            lengths[l - 1]++;
            lengths[shorter + 1] += 2;
            lengths[shorter]--;
        }
    }
}

void tg_huffman_sort(struct tg_huffman_sorted *h, const uint64_t *count, unsigned symbols,
                     unsigned limit, bool reserve)
{
    struct leaf leaf[LEAVES];
    unsigned lengths[LONGEST] = {0}, deepest = limit;

    h->n = sort_leaves(leaf, count, symbols);
    measure_codes(leaf, h->n, reserve, lengths);
    limit_lengths(lengths, limit);
    while (lengths[deepest] == 0)
        deepest--;
    lengths[deepest] -= reserve;
    for (unsigned l = 0; l <= TG_HUFFMAN_BITS; l++)
        h->lengths[l] = (uint16_t)(l >= 1 && l <= limit ? lengths[l] : 0);
    for (unsigned i = 0; i < h->n; i++)
        h->symbol[i] = leaf[h->n - 1 - i].symbol;
}
