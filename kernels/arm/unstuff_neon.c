#include <arm_neon.h>
#include <string.h>

#include "kernels/families.h"

/* Four bits for each byte of a comparison. */
static inline uint64_t bits_of(uint8x16_t equal)
{
    return vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(equal), 4)), 0);
}

/* Bytes before the first FF of 32. */
static inline unsigned before_ff(uint8x16_t a, uint8x16_t b)
{
    uint64_t bits = bits_of(a);

    return (unsigned)(bits ? __builtin_ctzll(bits) : 64 + __builtin_ctzll(bits_of(b))) / 4;
}

size_t tg_unstuff_neon(uint8_t *dst, const uint8_t *src, size_t n, size_t *written)
{
    enum { BYTES = 32 };
    const uint8x16_t ff = vdupq_n_u8(0xff);
    size_t in = 0, out = 0, more;

    while (n - in >= BYTES) {
        uint8x16_t a = vld1q_u8(src + in), b = vld1q_u8(src + in + 16);
        uint8x16_t is_a = vceqq_u8(a, ff), is_b = vceqq_u8(b, ff);
        unsigned plain;

        vst1q_u8(dst + out, a);
        vst1q_u8(dst + out + 16, b);
        if (bits_of(vorrq_u8(is_a, is_b)) == 0) {
            in += BYTES;
            out += BYTES;
            continue;
        }
        plain = before_ff(is_a, is_b);
        in += plain;
        out += plain;
        if (in + 1 >= n || src[in + 1] != 0) {
            *written = out;
            return in;
        }
        out++; /* the FF is there already */
        in += 2;
    }
    in += tg_unstuff_c(dst + out, src + in, n - in, &more);
    *written = out + more;
    return in;
}
