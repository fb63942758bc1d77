#include "kernels/families.h"
#include "kernels/fdct.h"

const uint8_t tg_zigzag[64] = {0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,
                               12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6,  7,  14, 21, 28,
                               35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
                               58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63};

void tg_quant_init(struct tg_quant *q, const uint8_t table[64])
{
    for (int i = 0; i < 64; i++) {
        uint32_t d = 8u * table[i], r = 31 - (uint32_t)__builtin_clz(d);

        q->divisor[i] = (uint16_t)d;
        q->reciprocal[i] = (uint16_t)(((1u << (15 + r)) + d - 1) / d);
        q->scale[i] = (uint16_t)(1u << (16 - r));
        q->shift[i] = (int16_t) - (int32_t)r;
    }
}

static int32_t descale(int32_t v, int bits)
{
    return (v + (1 << (bits - 1))) >> bits;
}

/* One row or column of v, whose elements are `step` apart. */
static void transform(int32_t *v, int step, bool second)
{
    int bits =
        second ? TG_DCT_CONST_BITS + TG_DCT_PASS1_BITS : TG_DCT_CONST_BITS - TG_DCT_PASS1_BITS;
    int32_t d0 = v[0], d1 = v[step], d2 = v[2 * step], d3 = v[3 * step];
    int32_t d4 = v[4 * step], d5 = v[5 * step], d6 = v[6 * step], d7 = v[7 * step];
    int32_t t4 = d3 - d4, t5 = d2 - d5, t6 = d1 - d6, t7 = d0 - d7;
    int32_t s0 = d0 + d7, s1 = d1 + d6, s2 = d2 + d5, s3 = d3 + d4;
    int32_t e0 = s0 + s3, e1 = s1 + s2, e2 = s1 - s2, e3 = s0 - s3;

    v[0] = second ? descale(e0 + e1, TG_DCT_PASS1_BITS) : (e0 + e1) * (1 << TG_DCT_PASS1_BITS);
    v[4 * step] =
        second ? descale(e0 - e1, TG_DCT_PASS1_BITS) : (e0 - e1) * (1 << TG_DCT_PASS1_BITS);
    v[2 * step] = descale(e2 * TG_E22 + e3 * TG_E23, bits);
    v[6 * step] = descale(e2 * TG_E62 + e3 * TG_E63, bits);
    v[step] = descale(t4 * TG_O14 + t5 * TG_O15 + t6 * TG_O16 + t7 * TG_O17, bits);
    v[3 * step] = descale(t4 * TG_O34 + t5 * TG_O35 + t6 * TG_O36 + t7 * TG_O37, bits);
    v[5 * step] = descale(t4 * TG_O54 + t5 * TG_O55 + t6 * TG_O56 + t7 * TG_O57, bits);
    v[7 * step] = descale(t4 * TG_O74 + t5 * TG_O75 + t6 * TG_O76 + t7 * TG_O77, bits);
}

/* (a * b) >> 16 */
static uint16_t mulhi(uint16_t a, uint16_t b)
{
    return (uint16_t)((uint32_t)a * b >> 16);
}

static void quantise(int16_t *dst, const int32_t v[64], const struct tg_quant *q)
{
    for (int i = 0; i < 64; i++) {
        int16_t sign = (int16_t) - (v[i] < 0), c = (int16_t)v[i];
        uint16_t magnitude = (uint16_t)((c ^ sign) - sign);
        uint16_t twice = (uint16_t)(2 * magnitude + q->divisor[i]);
        uint16_t r = mulhi(mulhi(twice, q->reciprocal[i]), q->scale[i]);

        dst[i] = (int16_t)((r ^ sign) - sign);
    }
}

void tg_fdct_c(int16_t *dst, uint64_t *mask, const uint8_t *const rows[8], size_t n,
               const struct tg_quant *q)
{
    for (size_t b = 0; b < n; b++, dst += 64) {
        int32_t v[64];
        uint64_t bits = 0;

        for (size_t y = 0; y < 8; y++)
            for (size_t x = 0; x < 8; x++)
                v[8 * y + x] = rows[y][8 * b + x] - 128;
        for (int i = 0; i < 8; i++)
            transform(v + 8 * i, 1, false);
        for (int i = 0; i < 8; i++)
            transform(v + i, 8, true);
        quantise(dst, v, q);
        for (int z = 63; z >= 0; z--)
            bits = bits << 1 | (dst[tg_zigzag[z]] != 0);
        mask[b] = bits;
    }
}
