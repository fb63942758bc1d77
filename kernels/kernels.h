/* kernels.h - pixel kernels and the choice between their implementations.
 *
 * A kernel works on rows or tiles of samples and knows nothing of files, pictures or memory.  Each
 * has one contract, written here, and several implementations that give the same bits: scalar C
 * (the reference), Highway, and hand-written intrinsics per instruction set.
 *
 * Common to all: every count is >= 1, no pointer needs alignment, nothing outside the stated ranges
 * is read or written, and inputs and outputs do not overlap unless the contract says so.
 *
 * Parts: cpu.c, dispatch.c, families.h, vplan.c, vplan.h, generic/alpha_c.c,
 * generic/channels_c.c, generic/colour_c.c, generic/fdct_c.c, generic/geometry_c.c,
 * generic/resize_c.c, x86/colour_avx2.c, x86/colour_ssse3.c, x86/cpu_x86.c, x86/fdct_avx2.c,
 * x86/fdct_ssse3.c, x86/init_x86.c, x86/resize_avx2.c, x86/resize_avx512.c, x86/resize_ssse3.c,
 * arm/alpha_neon.c, arm/channels_neon.c, arm/colour_neon.c, arm/cpu_arm.c, arm/fdct_neon.c,
 * arm/geometry_neon.c, arm/idct_neon.c, arm/init_arm.c, arm/resize_neon.c, arm/unstuff_neon.c,
 * arm/dct_neon.inc, arm/unzigzag_neon.inc, x86/colour_x86.inc, x86/fdct_x86.inc,
 * x86/resize_x86.inc, x86/vector_x86.inc, idct.h, generic/idct_c.c, generic/unhuff_c.c, unhuff.inc,
 * x86/idct_ssse3.c, x86/idct_avx2.c, x86/idct_avx512.c, x86/idct_x86.inc, x86/unhuff_ssse3.c,
 * x86/unhuff_avx2.c, x86/unzigzag_x86.inc, refine.inc, generic/refine_c.c, x86/refine_avx2.c,
 * x86/dct_x86.inc, x86/unstuff_x86.inc, tokens.h, generic/tokens_c.c, x86/tokens_avx512.c,
 * x86/fdct_avx512.c, x86/hpass_avx512.c, x86/lanes_avx512.inc, generic/unfilter_c.c,
 * x86/unfilter_ssse3.c, arm/unfilter_neon.c, filter.inc,
 * generic/filter_c.c, x86/filter_avx2.c, x86/filter_avx512.c, arm/filter_neon.c, range.inc,
 * generic/range_c.c, x86/range_avx2.c, arm/range_neon.c. */
#ifndef TG_KERNELS_H
#define TG_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum tg_cpu {
    TG_CPU_SSSE3 = 1 << 0,  /* Core 2, Atom */
    TG_CPU_SSE41 = 1 << 1,  /* with SSE4.2: Nehalem, what Highway's SSE4 target needs */
    TG_CPU_AVX2 = 1 << 2,   /* and BMI, BMI2, FMA, F16C, LZCNT: what Highway's AVX2 emits */
    TG_CPU_AVX512 = 1 << 3, /* F, CD, BW, DQ, VL, VBMI, VBMI2 and VNNI: Ice Lake, Zen 4 */
    TG_CPU_NEON = 1 << 8,
    TG_CPU_SLOW_PDEP = 1 << 30, /* a hint, not a permission: PDEP is microcode */
};

/* What this CPU and operating system can run, as a mask of enum tg_cpu. */
uint32_t tg_cpu_detect(void);

/* Mask of a level: it and every level below.  Names: c ssse3 sse41 avx2 avx512 on x86, c neon on
 * ARM, best everywhere.  False for a name that this architecture does not have. */
bool tg_cpu_level(const char *name, uint32_t *mask);

/* The level names of this architecture from lowest ("c") to highest, ended by NULL.  "best" is not
 * among them. */
const char *const *tg_cpu_level_names(void);

/* ---- Resampling ---------------------------------------------------------------------------------
 * Separable, vertical pass first.  A band is TG_BAND output rows.  Coefficients are signed Q14; the
 * taps of one output sum to exactly 1 << 14 and their absolute values to at most 1 << 15, so that
 * no sum below overflows.  The vertical pass leaves Q6 samples in int16_t, "packed": sample x of
 * band row r is at [(x / 2) * 2 * TG_BAND + 2 * r + x % 2], so that pairs of neighbours of all rows
 * lie together, ready for a multiply of pairs. */
enum { TG_BAND = 8, TG_COEF_BITS = 14, TG_MID_BITS = 6 };

/* Vertical windows of one band.  Output row r is made of the source rows
 * rows[start[r]] ... rows[start[r] + taps - 1] with the coefficients coef[r * taps ...]. */
struct tg_vband {
    const uint8_t *const *rows;
    uint32_t start[TG_BAND]; /* ascending (equal allowed) */
    const int16_t *coef;
    size_t taps; /* even */
};

/* dst[packed(x, r)] = (sum(coef * row[x0 + x]) + 128) >> 8 for 0 <= x < n.  Reads [x0, x0 + n) of
 * the rows, writes TG_BAND * n samples; if n is odd the missing half of the last pair is written as
 * 0. */
typedef void tg_vpass_fn(int16_t *dst, const struct tg_vband *band, size_t x0, size_t n);

/* Horizontal windows of one picture width. */
struct tg_hfilter {
    size_t n;              /* output width */
    size_t taps;           /* even */
    const uint32_t *start; /* n even source columns */
    const int16_t *coef;   /* n * taps */
};

/* dst[r][x] = clamp((sum(coef * src[packed(start[x] + k, r)]) + (1 << 19)) >> 20, 0, 255). */
typedef void tg_hpass_fn(uint8_t *const dst[TG_BAND], const int16_t *src,
                         const struct tg_hfilter *filter);

/* 2x2 box: dst[i] = (a[2i] + a[2i+1] + b[2i] + b[2i+1] + 2) >> 2 for i < n.  a == b is allowed. */
typedef void tg_halve_fn(uint8_t *dst, const uint8_t *a, const uint8_t *b, size_t n);

/* ---- Geometry -------------------------------------------------------------------------------- */

/* dst[x * dst_stride + y] = src[y * src_stride + x] for x < w, y < h.  Strides are in bytes and may
 * be negative: all rotations are transpositions with one or both of them negated. */
typedef void tg_transpose_fn(uint8_t *dst, ptrdiff_t dst_stride, const uint8_t *src,
                             ptrdiff_t src_stride, size_t w, size_t h);

/* dst[i] = src[n - 1 - i]. */
typedef void tg_reverse_fn(uint8_t *dst, const uint8_t *src, size_t n);

/* ---- Channels -------------------------------------------------------------------------------- */

/* Pixels of C channels to C planes and back, n pixels, C = 2, 3, 4. */
typedef void tg_split_fn(uint8_t *const dst[], const uint8_t *src, size_t n);
typedef void tg_merge_fn(uint8_t *dst, const uint8_t *const src[], size_t n);

/* premul:   dst = (src * alpha + 127) / 255.
 * unpremul: dst = min(255, (src * 255 + alpha / 2) / alpha), 0 where alpha is 0.
 * Integer division.  dst == src is allowed. */
typedef void tg_alpha_fn(uint8_t *dst, const uint8_t *src, const uint8_t *alpha, size_t n);

/* BT.601 full range with JFIF's constants and libjpeg's rounding (16-bit fixed point), on planes:
 * dst and src are {Y, Cb, Cr} and {R, G, B} or the other way.  dst[i] == src[i] is allowed. */
typedef void tg_colour_fn(uint8_t *const dst[3], const uint8_t *const src[3], size_t n);

/* dst = (src * 255 + 32767) / 65535: 16-bit samples to the nearest 8-bit ones. */
typedef void tg_narrow_fn(uint8_t *dst, const uint16_t *src, size_t n);

/* Samples of YCbCr between the ranges that JFIF gives them, 0-255, and ITU-R BT.601 (2.5.3) and
 * with it WebP: 16-235 of luma, 16-240 of chroma, centred on 128.
 * to_limited: the nearest of 16 + src * 219 / 255 and of 128 + (src - 128) * 224 / 255; no ties
 *             exist.
 * to_full:    the nearest of (src - 16) * 255 / 219 and of 128 + (src - 128) * 255 / 224, within
 *             0-255; the only ties, 16 and 240 of chroma, become 0 and 255.
 * to_limited of to_full gives what was there, within the limited range.  dst == src is allowed. */
typedef void tg_range_fn(uint8_t *dst, const uint8_t *src, size_t n, bool chroma);

/* ---- PNG ------------------------------------------------------------------------------------- */

/* Undoes a filter of a row of PNG in place (PNG 3rd edition, 9.2): adds to each byte what is
 * predicted of those that are bpp bytes before it, above it in `prior` and before that one, which
 * are 0 in front of the first pixel.  bpp: 1, 2, 3, 4, 6 or 8; n is a multiple of it. */
typedef void tg_unfilter_fn(uint8_t *row, const uint8_t *prior, size_t n, size_t bpp);

/* The other way: dst gets each byte of the row less what is predicted of it.  Returns the sum of
 * how far these are from 0 as differences (200 is 56 below), by which filters are chosen.  dst is
 * neither of the others. */
typedef uint64_t tg_filter_fn(uint8_t *dst, const uint8_t *row, const uint8_t *prior, size_t n,
                              size_t bpp);

/* ---- JPEG ------------------------------------------------------------------------------------ */

/* The natural position (8 * vertical + horizontal frequency) of each coefficient in zigzag
 * order. */
extern const uint8_t tg_zigzag[64];

/* One quantisation table, natural order, ready to divide by multiplying; see tg_quant_init(). */
struct tg_quant {
    uint16_t divisor[64];    /* d: 8 times the table, as the transform's results are so large */
    uint16_t reciprocal[64]; /* ceil(2^(15 + r) / d), r = floor(log2(d)) */
    uint16_t scale[64];      /* 2^(16 - r) */
    int16_t shift[64];       /* -r */
};

/* table: values of 1 to 255, natural order.  With these, for |v| + d / 2 < 2^14,
 *     (|v| + d / 2) / d == ((((2 |v| + d) * reciprocal) >> 16) * scale) >> 16
 * exactly: rounding the reciprocal up adds less than 2^14 * d / 2^(15 + r) < 1 to the dividend. */
void tg_quant_init(struct tg_quant *q, const uint8_t table[64]);

/* Forward DCT and quantisation of n neighbouring 8x8 blocks: block b is at rows[0 .. 7][8 * b ...].
 * dst[64 * b ...] gets its coefficients in natural order, mask[b] a bit for each that is not zero,
 * bit z for the one at natural position tg_zigzag[z].  Bit for bit libjpeg's "islow" transform of
 * the samples less 128 and its division, halves rounded away from zero. */
typedef void tg_fdct_fn(int16_t *dst, uint64_t *mask, const uint8_t *const rows[8], size_t n,
                        const struct tg_quant *q);

/* Tokens of one scan while they are made.  A token is a Huffman symbol and the bits that follow its
 * code: symbol | bits << 8 in one uint16_t; if there are more than 8 of them, they are the next
 * uint16_t.  How many there are, the symbol says. */
enum {
    /* The most that one block adds to one scan: 2 for DC or an end-of-band run, 2 for each of 63
     * others, 1 for an end of block, with some to spare. */
    TG_TOKEN_BLOCK = 160,
    TG_TOKEN_CLASSES = 4,
    TG_TOKENS_LONGEST_RUN = 32767, /* of blocks in one token */
};
struct tg_tokens {
    uint16_t *next, *end; /* what adds a block wants room for TG_TOKEN_BLOCK */
    uint32_t eob_run;     /* blocks without coefficients, or the end of one, not yet in a token */
    int last_dc[3];
    uint64_t count[TG_TOKEN_CLASSES][256]; /* of symbols */
};

/* The coefficients first ... last (1 to 63) of the zigzag order of n blocks, `masks` as fdct leaves
 * them, as a progressive scan codes them.  Returns how many blocks were taken: fewer than n once
 * there is no room for another.  What lies behind `next` is overwritten up to there.  Symbols count
 * in any of the classes. */
typedef size_t tg_tokens_fn(struct tg_tokens *t, const int16_t *blocks, const uint64_t *masks,
                            size_t n, unsigned first, unsigned last);

/* Entropy-coded data without its stuffed zeros: copies from src up to the first marker (an FF that
 * neither 00 nor the end of src follows), an FF 00 as FF, and stops before an FF that is the last
 * of the n bytes.  Returns the bytes taken from src, *written those put into dst, which has room
 * for n + TG_UNSTUFF_ROOM; what lies behind them is overwritten up to there. */
enum { TG_UNSTUFF_ROOM = 32 };
typedef size_t tg_unstuff_fn(uint8_t *dst, const uint8_t *src, size_t n, size_t *written);

/* What the next TG_UNHUFF_BITS bits say, where they say enough: one symbol, or two of which the
 * first is whole, with the bits of its value. */
enum { TG_UNHUFF_BITS = 10, TG_UNHUFF_ODD = 255 };
struct tg_unhuff_entry {
    uint8_t bits;    /* of all, those of the last value too, which may lie beyond the index */
    uint8_t advance; /* coefficients up to and with the last one; TG_UNHUFF_ODD: not in the table */
    uint8_t first;   /* those up to and with the first of two; else the same */
    uint8_t code;    /* bits before those of the last value */
    uint8_t down;    /* 63 less the bits of the last value */
    int8_t value;    /* of the first of two */
    uint8_t next;    /* 1: the next block's DC, or this one's AC, is coded with the next table */
    uint8_t step;    /* bytes to the next block: 128 where this one ends, else 0 */
};

/* Decoding many blocks without a branch for each.  Coefficients are in zigzag order, 64 to a block,
 * DC as differences; they must be zero before. */
struct tg_unhuff {
    uint64_t buf; /* the next `have` bits, from the top; the rest is what *next has too */
    unsigned have;
    const uint8_t *next; /* behind the bytes of buf, which may be read again; 8 bytes may be read
                          * wherever decoding comes to */
    uint8_t *at, *end;   /* the next coefficient; the end of its block */
    size_t turn;         /* which of `tables` is in use */
    const struct tg_unhuff_entry *const *tables; /* for every block DC, AC; behind the last two of
                                                  * nothing but TG_UNHUFF_ODD */
    uint8_t **ends; /* one for each table: where its last symbol left `at` */
};

/* Goes on until the bits at the front are not in the table, or would fill the block or run over
 * it: the caller decodes one symbol and comes back. */
typedef void tg_unhuff_fn(struct tg_unhuff *u);

/* The same for two at once, of different data, in one loop: the processor waits for one while it
 * works on the other.  Goes on until one of them stops; true: b does.  The other one may be
 * anywhere before its stop. */
typedef bool tg_unhuff_pair_fn(struct tg_unhuff *a, struct tg_unhuff *b);

/* Huffman codes: the one that the next TG_UNHUFF_BITS bits begin with, or that is longer. */
struct tg_code_lengths {
    /* ITU-T T.81, F.2.2.3: codes of length l, at the top of 16 bits, are less than limit[l]; code c
     * has symbol[c + offset[l]]. */
    uint32_t limit[17];
    int32_t offset[17];
    uint8_t symbol[256];
};
struct tg_codes {
    uint8_t bits[1 << TG_UNHUFF_BITS]; /* of the code; 0: it is longer */
    uint8_t symbol[1 << TG_UNHUFF_BITS];
    struct tg_code_lengths lengths;
};

/* Bits of the code at the front of the 16 bits; 0: none is. */
static inline unsigned tg_code_find(const struct tg_code_lengths *h, uint32_t top16,
                                    uint8_t *symbol)
{
    for (unsigned l = 1; l <= 16; l++)
        if (top16 < h->limit[l]) {
            *symbol = h->symbol[(uint8_t)((int32_t)(top16 >> (16 - l)) + h->offset[l])];
            return l;
        }
    return 0;
}

/* A scan that gives AC coefficients one bit more (T.81, G.1.2.3).  Masks have bit z for the
 * coefficient at zigzag position z. */
struct tg_refine {
    uint64_t buf; /* these three as in struct tg_unhuff */
    unsigned have;
    const uint8_t *next;
    const struct tg_codes *codes;
    uint64_t band; /* coefficients that the scan is of; not the DC */
    int one;       /* what the bit is worth */
    uint32_t run;  /* blocks, the next one first, that have nothing but corrections */
};

/* The next n blocks of 64 coefficients, zigzag order, each with the mask of those that are not
 * zero, which is 0 beyond AC.  False, with anything in them, if there is no such code or symbol, or
 * it runs over the band.  Reads 8 bytes wherever it comes to; a block takes at most 17 bits for
 * each of its coefficients, and 30. */
typedef bool tg_refine_fn(struct tg_refine *r, int16_t *coef, uint64_t *mask, size_t n);

/* Quantisation steps of one component, for the inverse transforms. */
struct tg_dequant {
    int16_t natural[64]; /* rows of horizontal frequencies */
    int16_t odd[32];     /* the 25 that the 2x2 transform reads, in the order of kernels/idct.h */
};
/* natural: values of 0 to 65535. */
void tg_dequant_init(struct tg_dequant *d, const uint16_t natural[64]);

/* A block's coefficients, zigzag order, and where its samples go. */
struct tg_idct_block {
    const int16_t *coef; /* 64 */
    uint8_t *dst;
};

/* Inverse DCT of n blocks to 8x8, 4x4, 2x2 samples, rows `stride` apart, bit for bit as
 * libjpeg-turbo's SIMD "islow" and reduced transforms: 16-bit products and sums wrap, results of
 * both passes saturate.  idct8_corner and idct4_corner are the same for blocks whose coefficients
 * from the eleventh on are zero.  False, with any of the blocks done, if a product that is read of
 * a block's first row of frequencies is outside of -8192 ... 8191, which no encoder makes of 8-bit
 * samples: there libjpeg-turbo's results depend on whether other coefficients are zero.  NEON's
 * are false for results of the first pass outside of those bounds too: there the code of
 * libjpeg-turbo for NEON does not saturate as that for x86 does. */
typedef bool tg_idct_fn(const struct tg_idct_block *blocks, size_t n, const struct tg_dequant *q,
                        size_t stride);

/* Those that every architecture has vectors for. */
#define TG_KERNELS_VECTORS(X)                                                                      \
    X(vpass, tg_vpass_fn)                                                                          \
    X(hpass, tg_hpass_fn)                                                                          \
    X(halve, tg_halve_fn)                                                                          \
    X(transpose, tg_transpose_fn)                                                                  \
    X(reverse, tg_reverse_fn)                                                                      \
    X(split2, tg_split_fn)                                                                         \
    X(split3, tg_split_fn)                                                                         \
    X(split4, tg_split_fn)                                                                         \
    X(merge2, tg_merge_fn)                                                                         \
    X(merge3, tg_merge_fn)                                                                         \
    X(merge4, tg_merge_fn)                                                                         \
    X(premul, tg_alpha_fn)                                                                         \
    X(unpremul, tg_alpha_fn)                                                                       \
    X(rgb_to_ycc, tg_colour_fn)                                                                    \
    X(ycc_to_rgb, tg_colour_fn)                                                                    \
    X(narrow, tg_narrow_fn)                                                                        \
    X(to_limited, tg_range_fn)                                                                     \
    X(to_full, tg_range_fn)                                                                        \
    X(filter_none, tg_filter_fn)                                                                   \
    X(filter_sub, tg_filter_fn)                                                                    \
    X(filter_up, tg_filter_fn)                                                                     \
    X(filter_average, tg_filter_fn)                                                                \
    X(filter_paeth, tg_filter_fn)                                                                  \
    X(unfilter_sub, tg_unfilter_fn)                                                                \
    X(unfilter_up, tg_unfilter_fn)                                                                 \
    X(unfilter_average, tg_unfilter_fn)                                                            \
    X(unfilter_paeth, tg_unfilter_fn)                                                              \
    X(fdct, tg_fdct_fn)                                                                            \
    X(unstuff, tg_unstuff_fn)                                                                      \
    X(idct8, tg_idct_fn)                                                                           \
    X(idct8_corner, tg_idct_fn)                                                                    \
    X(idct4, tg_idct_fn)                                                                           \
    X(idct4_corner, tg_idct_fn)                                                                    \
    X(idct2, tg_idct_fn)

#define TG_KERNELS(X)                                                                              \
    TG_KERNELS_VECTORS(X)                                                                          \
    X(tokens, tg_tokens_fn)                                                                        \
    X(unhuff, tg_unhuff_fn)                                                                        \
    X(unhuff_pair, tg_unhuff_pair_fn)                                                              \
    X(refine, tg_refine_fn)

#define TG_FIELD(name, type) type *name;
#define TG_IMPL(name, type)  const char *name;
struct tg_kernels {
    TG_KERNELS(TG_FIELD)
    struct {
        TG_KERNELS(TG_IMPL)
    } impl; /* where each pointer came from: "c", "hwy/avx2", "avx2" */
};
#undef TG_FIELD
#undef TG_IMPL

/* Fills every pointer, using only CPU features in `mask` that this CPU has.  0 gives the C code. */
void tg_kernels_init(struct tg_kernels *k, uint32_t mask);

#ifdef __cplusplus
}
#endif

#endif
