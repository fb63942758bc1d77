#include "tests/kernels/naive.h"

#include <stdlib.h>

/* Rounds down, whatever the sign. */
static int64_t floor_div(int64_t a, int64_t b)
{
    int64_t q = a / b;

    return q * b > a ? q - 1 : q;
}

static uint8_t clamp(int64_t v)
{
    return v < 0 ? 0 : v > 255 ? 255 : (uint8_t)v;
}

static int16_t *mid_at(int16_t *mid, size_t x, size_t r)
{
    return mid + (x / 2) * 2 * TG_BAND + 2 * r + x % 2;
}

static void vpass(int16_t *dst, const struct tg_vband *band, size_t x0, size_t n)
{
    for (size_t x = 0; x < n + n % 2; x++) {
        for (size_t r = 0; r < TG_BAND; r++) {
            int64_t sum = 0;

            for (size_t k = 0; x < n && k < band->taps; k++)
                sum += (int64_t)band->coef[r * band->taps + k] *
                       band->rows[band->start[r] + k][x0 + x];
            *mid_at(dst, x, r) = x < n ? (int16_t)floor_div(sum + 128, 256) : 0;
        }
    }
}

static void hpass(uint8_t *const dst[TG_BAND], const int16_t *src, const struct tg_hfilter *f)
{
    for (size_t r = 0; r < TG_BAND; r++) {
        for (size_t x = 0; x < f->n; x++) {
            int64_t sum = 0;

            for (size_t k = 0; k < f->taps; k++) {
                size_t at = f->start[x] + k;

                sum += (int64_t)f->coef[x * f->taps + k] *
                       src[(at / 2) * 2 * TG_BAND + 2 * r + at % 2];
            }
            dst[r][x] = clamp(floor_div(sum + 524288, 1048576));
        }
    }
}

static void halve(uint8_t *dst, const uint8_t *a, const uint8_t *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned sum = 0;

        for (size_t k = 0; k < 2; k++)
            sum += (unsigned)a[2 * i + k] + b[2 * i + k];
        dst[i] = (uint8_t)((sum + 2) / 4);
    }
}

static void transpose(uint8_t *dst, ptrdiff_t dst_stride, const uint8_t *src, ptrdiff_t src_stride,
                      size_t w, size_t h)
{
    for (size_t x = 0; x < w; x++)
        for (size_t y = 0; y < h; y++)
            dst[(ptrdiff_t)x * dst_stride + (ptrdiff_t)y] =
                src[(ptrdiff_t)y * src_stride + (ptrdiff_t)x];
}

static void reverse(uint8_t *dst, const uint8_t *src, size_t n)
{
    while (n--)
        *dst++ = src[n];
}

static void split(uint8_t *const dst[], const uint8_t *src, size_t n, size_t channels)
{
    for (size_t i = 0; i < n * channels; i++)
        dst[i % channels][i / channels] = src[i];
}

static void merge(uint8_t *dst, const uint8_t *const src[], size_t n, size_t channels)
{
    for (size_t i = 0; i < n * channels; i++)
        dst[i] = src[i % channels][i / channels];
}

#define CHANNELS(c)                                                                                \
    static void split##c(uint8_t *const dst[], const uint8_t *s, size_t n)                         \
    {                                                                                              \
        split(dst, s, n, c);                                                                       \
    }                                                                                              \
    static void merge##c(uint8_t *d, const uint8_t *const src[], size_t n)                         \
    {                                                                                              \
        merge(d, src, n, c);                                                                       \
    }
CHANNELS(2)
CHANNELS(3)
CHANNELS(4)

static void premul(uint8_t *dst, const uint8_t *src, const uint8_t *alpha, size_t n)
{
    for (size_t i = 0; i < n; i++)
        dst[i] = (uint8_t)((2 * src[i] * alpha[i] + 255) / 510); /* to nearest: no tie exists */
}

static void unpremul(uint8_t *dst, const uint8_t *src, const uint8_t *alpha, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned q = 0;

        /* The largest q <= 255 with q * alpha <= src * 255 + alpha / 2. */
        while (alpha[i] && q < 255 && (q + 1) * alpha[i] <= src[i] * 255u + alpha[i] / 2u)
            q++;
        dst[i] = (uint8_t)q;
    }
}

static int64_t fix(double v)
{
    return (int64_t)(v * 65536 + 0.5);
}

static void rgb_to_ycc(uint8_t *const dst[3], const uint8_t *const src[3], size_t n)
{
    const int64_t half = 32768, centre = INT64_C(128) * 65536;

    for (size_t i = 0; i < n; i++) {
        int64_t r = src[0][i], g = src[1][i], b = src[2][i];

        dst[0][i] =
            clamp(floor_div(fix(0.29900) * r + fix(0.58700) * g + fix(0.11400) * b + half, 65536));
        dst[1][i] = clamp(floor_div(
            -fix(0.16874) * r - fix(0.33126) * g + fix(0.5) * b + centre + half - 1, 65536));
        dst[2][i] = clamp(floor_div(
            fix(0.5) * r - fix(0.41869) * g - fix(0.08131) * b + centre + half - 1, 65536));
    }
}

static void ycc_to_rgb(uint8_t *const dst[3], const uint8_t *const src[3], size_t n)
{
    const int64_t half = 32768;

    for (size_t i = 0; i < n; i++) {
        int64_t y = src[0][i], cb = src[1][i] - 128, cr = src[2][i] - 128;

        dst[0][i] = clamp(y + floor_div(fix(1.40200) * cr + half, 65536));
        dst[1][i] = clamp(y + floor_div(half - fix(0.34414) * cb - fix(0.71414) * cr, 65536));
        dst[2][i] = clamp(y + floor_div(fix(1.77200) * cb + half, 65536));
    }
}

static void narrow(uint8_t *dst, const uint16_t *src, size_t n)
{
    for (size_t i = 0; i < n; i++)
        dst[i] = (uint8_t)((src[i] + 128) / 257); /* 65535 = 255 * 257, and no tie exists */
}

/* The level of the one range with the smallest distance, in units of 1 / (255 * width), from where
 * the sample of the other one is; of two, the first that is offered is kept. */
static void to_limited(uint8_t *dst, const uint8_t *src, size_t n, bool chroma)
{
    int width = chroma ? 224 : 219, middle = chroma ? 128 : 0, there = chroma ? 128 : 16;

    for (size_t i = 0; i < n; i++) {
        int wanted = (src[i] - middle) * width, best = 0;

        for (int v = 1; v < 256; v++)
            if (abs((v - there) * 255 - wanted) < abs((best - there) * 255 - wanted))
                best = v;
        dst[i] = (uint8_t)best;
    }
}

static void to_full(uint8_t *dst, const uint8_t *src, size_t n, bool chroma)
{
    int width = chroma ? 224 : 219, middle = chroma ? 128 : 0, there = chroma ? 128 : 16;

    for (size_t i = 0; i < n; i++) {
        int wanted = (src[i] - there) * 255, best = 0;

        for (int v = 1; v < 256; v++)
            if (abs((v - middle) * width - wanted) < abs((best - middle) * width - wanted))
                best = v;
        dst[i] = (uint8_t)best;
    }
}

/* What is `back` bytes before i; 0 in front of the row. */
static int before(const uint8_t *row, size_t i, size_t back)
{
    return i < back ? 0 : row[i - back];
}

/* What each filter predicts; of Paeth's the specification's words: of a, b and c, in this order,
 * the one nearest to a + b - c. */
static int predict_none(int a, int b, int c)
{
    (void)a, (void)b, (void)c;
    return 0;
}

static int predict_sub(int a, int b, int c)
{
    (void)b, (void)c;
    return a;
}

static int predict_up(int a, int b, int c)
{
    (void)a, (void)c;
    return b;
}

static int predict_average(int a, int b, int c)
{
    (void)c;
    return (a + b) / 2;
}

static int predict_paeth(int a, int b, int c)
{
    const int abc[3] = {a, b, c};
    int best = 0;

    for (int k = 1; k < 3; k++)
        if (abs(a + b - c - abc[k]) < abs(a + b - c - abc[best]))
            best = k;
    return abc[best];
}

#define UNFILTER(filter)                                                                           \
    static void unfilter_##filter(uint8_t *row, const uint8_t *prior, size_t n, size_t bpp)        \
    {                                                                                              \
        for (size_t i = 0; i < n; i++)                                                             \
            row[i] = (uint8_t)(row[i] + predict_##filter(before(row, i, bpp), prior[i],            \
                                                         before(prior, i, bpp)));                  \
    }
#define FILTER(filter)                                                                             \
    static uint64_t filter_##filter(uint8_t *dst, const uint8_t *row, const uint8_t *prior,        \
                                    size_t n, size_t bpp)                                          \
    {                                                                                              \
        uint64_t sum = 0;                                                                          \
                                                                                                   \
        for (size_t i = 0; i < n; i++) {                                                           \
            dst[i] = (uint8_t)(row[i] - predict_##filter(before(row, i, bpp), prior[i],            \
                                                         before(prior, i, bpp)));                  \
            sum += (uint64_t)abs((int8_t)dst[i]);                                                  \
        }                                                                                          \
        return sum;                                                                                \
    }
UNFILTER(sub)
UNFILTER(up)
UNFILTER(average)
UNFILTER(paeth)
FILTER(none)
FILTER(sub)
FILTER(up)
FILTER(average)
FILTER(paeth)

/* One pass of the transform, as its matrix: 8 * cosines, of which the transform's 2^13 fixed-point
 * products are sums of these constants. */
static void dct_pass(int64_t *v, int step, bool second)
{
    static const int64_t a = 2446, b = 3196, c = 4433, d = 6270, e = 7373, f = 9633, g = 12299,
                         h = 15137, i = 16069, j = 16819, k = 20995, l = 25172;
    const int64_t m[8][4] = {{8192, 8192, 8192, 8192},   {g - e - b + f, f, f - b, f - e},
                             {c + d, c, -c, -c - d},     {f, l - k - i + f, f - k, f - i},
                             {8192, -8192, -8192, 8192}, {f - b, f - k, j - k - b + f, f},
                             {c, c - h, h - c, -c},      {f - e, f - i, f, a - e - i + f}};
    int64_t in[8], unit = second ? 32768 : 2048;

    for (int x = 0; x < 8; x++)
        in[x] = v[x * step];
    for (int u = 0; u < 8; u++) {
        int64_t sum = 0;

        for (int x = 0; x < 8; x++)
            sum += m[u][x < 4 ? x : 7 - x] * (x < 4 || u % 2 == 0 ? in[x] : -in[x]);
        v[u * step] = floor_div(sum + unit / 2, unit);
    }
}

static void fdct(int16_t *dst, uint64_t *mask, const uint8_t *const rows[8], size_t n,
                 const struct tg_quant *q)
{
    for (size_t b = 0; b < n; b++) {
        int64_t v[64];

        for (size_t i = 0; i < 64; i++)
            v[i] = (int64_t)rows[i / 8][8 * b + i % 8] - 128;
        for (int i = 0; i < 8; i++)
            dct_pass(v + 8 * i, 1, false);
        for (int i = 0; i < 8; i++)
            dct_pass(v + i, 8, true);
        mask[b] = 0;
        for (size_t z = 0; z < 64; z++) {
            size_t i = tg_zigzag[z];
            int64_t size = v[i] < 0 ? -v[i] : v[i];
            int64_t divided = (size + q->divisor[i] / 2) / q->divisor[i];

            dst[64 * b + i] = (int16_t)(v[i] < 0 ? -divided : divided);
            mask[b] |= (uint64_t)(divided != 0) << z;
        }
    }
}

static tg_unstuff_fn *const unstuff = naive_unstuff;
static tg_unhuff_fn *const unhuff = naive_unhuff;
static tg_unhuff_pair_fn *const unhuff_pair = naive_unhuff_pair;
static tg_refine_fn *const refine = naive_refine;
static tg_tokens_fn *const tokens = naive_tokens;
static tg_idct_fn *const idct8 = naive_idct8, *const idct8_corner = naive_idct8;
static tg_idct_fn *const idct4 = naive_idct4, *const idct4_corner = naive_idct4;
static tg_idct_fn *const idct2 = naive_idct2;

#define FILL(name, type) k->name = (name), k->impl.name = "naive";

void naive_kernels(struct tg_kernels *k)
{
    TG_KERNELS(FILL)
}
