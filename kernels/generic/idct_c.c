#include <string.h>

#include "kernels/families.h"
#include "kernels/idct.h"

void tg_dequant_init(struct tg_dequant *d, const uint16_t natural[64])
{
#define ROW(row, a, b, c, d, e, f, g, h) a, b, c, d, e, f, g, h,
    static const uint8_t odd[32] = {TG_ZIGZAG_ODD(ROW)};
#undef ROW

    for (int i = 0; i < 64; i++)
        d->natural[i] = (int16_t)natural[i];
    for (int i = 0; i < 32; i++)
        d->odd[i] = odd[i] < 64 ? d->natural[tg_zigzag[odd[i]]] : 0;
}

/* Sums are made as unsigned numbers, which wrap. */
static uint32_t mul(int16_t a, int c)
{
    return (uint32_t)(a * c);
}

static int16_t add16(int16_t a, int16_t b)
{
    return (int16_t)(a + b);
}

static int16_t saturate(int32_t v)
{
    return (int16_t)(v < INT16_MIN ? INT16_MIN : v > INT16_MAX ? INT16_MAX : v);
}

static int16_t descale(uint32_t v, int bits)
{
    return saturate((int32_t)(v + (1u << (bits - 1))) >> bits);
}

static uint8_t sample(int16_t v)
{
    return (uint8_t)(128 + (v < -128 ? -128 : v > 127 ? 127 : v));
}

/* The products of a block with its quantisation steps, natural order. */
static void dequantise(int16_t v[64], const int16_t *coef, const struct tg_dequant *q)
{
    for (int k = 0; k < 64; k++) {
        int at = tg_zigzag[k];

        v[at] = (int16_t)(coef[k] * q->natural[at]);
    }
}

/* Whether the first row's product in every column of the mask is small. */
static bool is_small(const int16_t v[8], unsigned columns)
{
    int large = 0;

    for (int c = 0; c < 8; c++)
        if (columns >> c & 1)
            large |= v[c] ^ (v[c] >> 15);
    return !(large & TG_IDCT_TOO_LARGE);
}

/* One column (row) of v, whose elements are `step` apart. */
static void transform8(int16_t *v, int step, int bits)
{
    int16_t x0 = v[0], x1 = v[step], x2 = v[2 * step], x3 = v[3 * step];
    int16_t x4 = v[4 * step], x5 = v[5 * step], x6 = v[6 * step], x7 = v[7 * step];
    int16_t z3 = add16(x7, x3), z4 = add16(x5, x1);
    uint32_t t0 = mul(add16(x0, x4), 1 << TG_DCT_CONST_BITS);
    uint32_t t1 = mul((int16_t)(x0 - x4), 1 << TG_DCT_CONST_BITS);
    uint32_t t2 = mul(x2, TG_F_0_541) + mul(x6, TG_F_0_541 - TG_F_1_847);
    uint32_t t3 = mul(x2, TG_F_0_541 + TG_F_0_765) + mul(x6, TG_F_0_541);
    uint32_t s3 = mul(z3, TG_F_1_175 - TG_F_1_961) + mul(z4, TG_F_1_175);
    uint32_t s4 = mul(z3, TG_F_1_175) + mul(z4, TG_F_1_175 - TG_F_0_390);
    uint32_t o0 = s3 + mul(x7, TG_F_0_298 - TG_F_0_899) - mul(x1, TG_F_0_899);
    uint32_t o1 = s4 + mul(x5, TG_F_2_053 - TG_F_2_562) - mul(x3, TG_F_2_562);
    uint32_t o2 = s3 - mul(x5, TG_F_2_562) + mul(x3, TG_F_3_072 - TG_F_2_562);
    uint32_t o3 = s4 - mul(x7, TG_F_0_899) + mul(x1, TG_F_1_501 - TG_F_0_899);

    v[0] = descale(t0 + t3 + o3, bits);
    v[7 * step] = descale(t0 + t3 - o3, bits);
    v[step] = descale(t1 + t2 + o2, bits);
    v[6 * step] = descale(t1 + t2 - o2, bits);
    v[2 * step] = descale(t1 - t2 + o1, bits);
    v[5 * step] = descale(t1 - t2 - o1, bits);
    v[3 * step] = descale(t0 - t3 + o0, bits);
    v[4 * step] = descale(t0 - t3 - o0, bits);
}

static void put(uint8_t *dst, size_t stride, const int16_t v[64], int side)
{
    for (int y = 0; y < side; y++)
        for (int x = 0; x < side; x++)
            dst[(size_t)y * stride + (size_t)x] = sample(v[8 * y + x]);
}

/* Both passes of a transform to 8x8 or 4x4 samples; the results of the latter's have a bit more. */
static inline __attribute__((always_inline)) bool
run(const struct tg_idct_block *blocks, size_t n, const struct tg_dequant *q, size_t stride,
    void transform(int16_t *v, int step, int bits), int side)
{
    const int extra = side == 4;
    int16_t v[64];

    for (size_t b = 0; b < n; b++) {
        dequantise(v, blocks[b].coef, q);
        if (!is_small(v, 0xff))
            return false;
        for (int c = 0; c < 8; c++)
            transform(v + c, 8, TG_DCT_CONST_BITS - TG_DCT_PASS1_BITS + extra);
        for (int r = 0; r < side; r++)
            transform(v + 8 * r, 1, TG_DCT_CONST_BITS + TG_DCT_PASS1_BITS + 3 + extra);
        put(blocks[b].dst, stride, v, side);
    }
    return true;
}

bool tg_idct8_c(const struct tg_idct_block *blocks, size_t n, const struct tg_dequant *q,
                size_t stride)
{
    return run(blocks, n, q, stride, transform8, 8);
}

/* The zeros cost what they cost: this is the reference. */
bool tg_idct8_corner_c(const struct tg_idct_block *blocks, size_t n, const struct tg_dequant *q,
                       size_t stride)
{
    return tg_idct8_c(blocks, n, q, stride);
}

/* Eight inputs to four outputs in the first four places. */
static void transform4(int16_t *v, int step, int bits)
{
    int16_t x1 = v[step], x2 = v[2 * step], x3 = v[3 * step];
    int16_t x5 = v[5 * step], x6 = v[6 * step], x7 = v[7 * step];
    uint32_t t0 = mul(v[0], 1 << (TG_DCT_CONST_BITS + 1));
    uint32_t t2 = mul(x2, TG_F_1_847) - mul(x6, TG_F_0_765);
    uint32_t o0 =
        mul(x1, TG_F_1_061) - mul(x3, TG_F_2_172) + mul(x5, TG_F_1_451) - mul(x7, TG_F_0_211);
    uint32_t o2 =
        mul(x1, TG_F_2_562) + mul(x3, TG_F_0_899) - mul(x5, TG_F_0_601) - mul(x7, TG_F_0_509);

    v[0] = descale(t0 + t2 + o2, bits);
    v[3 * step] = descale(t0 + t2 - o2, bits);
    v[step] = descale(t0 - t2 + o0, bits);
    v[2 * step] = descale(t0 - t2 - o0, bits);
}

bool tg_idct4_c(const struct tg_idct_block *blocks, size_t n, const struct tg_dequant *q,
                size_t stride)
{
    return run(blocks, n, q, stride, transform4, 4);
}

bool tg_idct4_corner_c(const struct tg_idct_block *blocks, size_t n, const struct tg_dequant *q,
                       size_t stride)
{
    return tg_idct4_c(blocks, n, q, stride);
}

/* Eight inputs to two outputs, with half added for a shift by `bits`. */
static void transform2(uint32_t out[2], uint32_t even, const int16_t *v, int step, int bits)
{
    uint32_t odd = mul(v[step], TG_F_3_624) - mul(v[3 * step], TG_F_1_272) +
                   mul(v[5 * step], TG_F_0_850) - mul(v[7 * step], TG_F_0_720);

    even += 1u << (bits - 1);
    out[0] = even + odd;
    out[1] = even - odd;
}

bool tg_idct2_c(const struct tg_idct_block *blocks, size_t n, const struct tg_dequant *q,
                size_t stride)
{
    enum { FIRST = TG_DCT_CONST_BITS, SECOND = TG_DCT_CONST_BITS + TG_DCT_PASS1_BITS + 3 + 2 };
    enum { EVEN = TG_DCT_CONST_BITS + 2, ODD_COLUMNS = 0xaa };
    int16_t v[64], row[2][8] = {{0}};
    uint32_t first[2], out[2], column;

    for (size_t b = 0; b < n; b++) {
        dequantise(v, blocks[b].coef, q);
        if (!is_small(v, ODD_COLUMNS | 1))
            return false;
        for (int c = 1; c < 8; c += 2) {
            transform2(out, mul(v[c], 1 << EVEN), v + c, 8, FIRST);
            for (int y = 0; y < 2; y++)
                row[y][c] = saturate((int32_t)out[y] >> FIRST);
        }
        transform2(first, mul(v[0], 1 << EVEN), v, 8, FIRST); /* which keeps its 32 bits */
        for (int y = 0; y < 2; y++) {
            column = (uint32_t)((int32_t)first[y] >> FIRST);
            transform2(out, column << EVEN, row[y], 1, SECOND);
            for (int x = 0; x < 2; x++)
                blocks[b].dst[(size_t)y * stride + (size_t)x] =
                    sample(saturate((int32_t)out[x] >> SECOND));
        }
    }
    return true;
}
