#include "kernels/families.h"
#include "kernels/refine.inc"

/* A bit for each coefficient of the mask: 1 makes it larger. */
static inline void correct(struct refine_bits *b, int16_t *coef, uint64_t mask, int one)
{
    for (unsigned n = 0; mask; mask &= mask - 1) {
        int16_t *c = &coef[__builtin_ctzll(mask)];
        int sign = *c >> 15;

        if (n++ % 32 == 0)
            refine_refill(b);
        *c = (int16_t)(*c + (((one ^ sign) - sign) & -(int)(b->buf >> 63)));
        refine_drop(b, 1);
    }
}

/* The symbols of one block.  Takes from `*rest` what they say of it; those in `*mask` that become
 * other than zero are added. */
static inline bool refine_block(struct tg_refine *r, struct refine_bits *b, int16_t *coef,
                                uint64_t before, uint64_t *rest, uint64_t *mask)
{
    while (*rest) {
        uint64_t zeros = ~before & *rest, at;
        unsigned symbol;
        bool plus;

        refine_refill(b);
        if (!refine_symbol(b, r->codes, &symbol) || (symbol & 15) > 1)
            return false;
        if (symbol < 0xf0 && (symbol & 15) == 0) {
            r->run = refine_run(b, symbol >> 4);
            return true;
        }
        plus = symbol & 1 & (unsigned)(b->buf >> 63);
        refine_drop(b, symbol & 1);
        for (unsigned n = symbol >> 4; n > 0; n--)
            zeros &= zeros - 1;
        if (!zeros)
            return false;
        at = zeros & -zeros;
        correct(b, coef, before & *rest & (at - 1), r->one);
        *rest &= -at & ~at;
        if (symbol & 1) {
            coef[__builtin_ctzll(at)] = (int16_t)(plus ? r->one : -r->one);
            *mask |= at;
        }
    }
    return true;
}

bool tg_refine_c(struct tg_refine *r, int16_t *coef, uint64_t *mask, size_t n)
{
    struct refine_bits b = {r->buf, r->have, r->next};
    bool ok = true;

    for (size_t i = 0; ok && i < n; i++, coef += 64) {
        const uint64_t before = mask[i];
        uint64_t rest = r->band;

        if (r->run == 0)
            ok = refine_block(r, &b, coef, before, &rest, &mask[i]);
        if (ok && r->run > 0) {
            correct(&b, coef, before & rest, r->one);
            r->run--;
        }
    }
    r->buf = b.buf;
    r->have = b.have;
    r->next = b.next;
    return ok;
}
