/* See x86/unfilter_ssse3.c, which does the same. */
#include <arm_neon.h>
#include <string.h>

#include "kernels/families.h"

static inline uint8x8_t load(const uint8_t *p, size_t bytes)
{
    uint8_t v[8] = {0};

    memcpy(v, p, bytes);
    return vld1_u8(v);
}

static inline void store(uint8_t *p, uint8x8_t v, size_t bytes)
{
    uint8_t to[8];

    vst1_u8(to, v);
    memcpy(p, to, bytes);
}

struct state {
    uint8x8_t a, c;
};

typedef uint8x8_t step_fn(struct state *s, uint8x8_t x, uint8x8_t b);

static inline uint8x8_t step_sub(struct state *s, uint8x8_t x, uint8x8_t b)
{
    (void)b;
    s->a = vadd_u8(s->a, x);
    return s->a;
}

static inline uint8x8_t step_average(struct state *s, uint8x8_t x, uint8x8_t b)
{
    s->a = vadd_u8(vhadd_u8(s->a, b), x);
    return s->a;
}

/* In 16 bits; see nearest() in generic/unfilter_c.c. */
static inline uint8x8_t step_paeth(struct state *s, uint8x8_t x, uint8x8_t b)
{
    uint8x8_t lo = vmin_u8(s->a, b), hi = vmax_u8(s->a, b);
    int16x8_t above = vreinterpretq_s16_u16(vsubq_u16(vmull_u8(s->c, vdup_n_u8(3)), vmovl_u8(b)));
    int16x8_t limit = vsubq_s16(above, vreinterpretq_s16_u16(vmovl_u8(s->a)));
    uint8x8_t is_lo = vmovn_u16(vcgeq_s16(limit, vreinterpretq_s16_u16(vmovl_u8(hi))));
    uint8x8_t is_hi = vmovn_u16(vcleq_s16(limit, vreinterpretq_s16_u16(vmovl_u8(lo))));

    s->a = vadd_u8(x, vbsl_u8(is_lo, lo, vbsl_u8(is_hi, hi, s->c)));
    s->c = b;
    return s->a;
}

static inline void run(uint8_t *row, const uint8_t *prior, size_t n, size_t bpp, size_t moved,
                       step_fn *step)
{
    struct state s = {vdup_n_u8(0), vdup_n_u8(0)};
    size_t i = 0;
    uint8x8_t x;

    if (n < 2 * bpp + moved) {
        for (; i < n; i += bpp)
            store(row + i, step(&s, load(row + i, bpp), load(prior + i, bpp)), bpp);
        return;
    }
    x = load(row, moved);
    for (; i + bpp + moved <= n; i += bpp) {
        uint8x8_t next = load(row + i + bpp, moved);

        store(row + i, step(&s, x, load(prior + i, moved)), moved);
        x = next;
    }
    for (; i < n; i += bpp) {
        uint8x8_t next = i + bpp < n ? load(row + i + bpp, bpp) : x;

        store(row + i, step(&s, x, load(prior + i, bpp)), bpp);
        x = next;
    }
}

#define UNFILTER(name)                                                                             \
    void tg_unfilter_##name##_neon(uint8_t *row, const uint8_t *prior, size_t n, size_t bpp)       \
    {                                                                                              \
        if (bpp == 3)                                                                              \
            run(row, prior, n, 3, 4, step_##name);                                                 \
        else if (bpp == 4)                                                                         \
            run(row, prior, n, 4, 4, step_##name);                                                 \
        else if (bpp == 6)                                                                         \
            run(row, prior, n, 6, 8, step_##name);                                                 \
        else if (bpp == 8)                                                                         \
            run(row, prior, n, 8, 8, step_##name);                                                 \
        else                                                                                       \
            tg_unfilter_##name##_c(row, prior, n, bpp);                                            \
    }
UNFILTER(sub)
UNFILTER(average)
UNFILTER(paeth)

/* No pixel waits for another. */
void tg_unfilter_up_neon(uint8_t *row, const uint8_t *prior, size_t n, size_t bpp)
{
    size_t i = 0;

    (void)bpp;
    for (; i + 16 <= n; i += 16)
        vst1q_u8(row + i, vaddq_u8(vld1q_u8(row + i), vld1q_u8(prior + i)));
    for (; i < n; i++)
        row[i] = (uint8_t)(row[i] + prior[i]);
}

void tg_unfilter_paeth_pair_neon(uint8_t *row, uint8_t *next, const uint8_t *prior, size_t n,
                                 size_t bpp)
{
    tg_unfilter_paeth_neon(row, prior, n, bpp);
    tg_unfilter_paeth_neon(next, row, n, bpp);
}
