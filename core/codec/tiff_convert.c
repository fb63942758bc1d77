/* tiff_convert.c - rows of samples of a TIFF as the planes of our pictures want them. */
#include <stdlib.h>
#include <string.h>

#include "core/base/size.h"
#include "core/codec/tiff.h"
#include "core/image/srgb.h"

/* Of an index of a palette there is one. */
static unsigned colours(const struct tg_tiff_page *p)
{
    return p->kind == TG_TIFF_CMYK                                 ? 4
           : p->kind == TG_TIFF_GREY || p->kind == TG_TIFF_PALETTE ? 1
                                                                   : 3;
}

bool tg_tiff_has_alpha(const struct tg_tiff_page *p)
{
    return p->extra > 0 && p->samples > colours(p) &&
           (p->extra_kind == EXTRASAMPLE_ASSOCALPHA || p->extra_kind == EXTRASAMPLE_UNASSALPHA);
}

static bool is_float(const struct tg_tiff_page *p)
{
    return p->sample_format == SAMPLEFORMAT_IEEEFP;
}

/* Samples that share bytes, pixel by pixel. */
static bool is_packed(const struct tg_tiff_page *p)
{
    return p->bits % 8 != 0;
}

static bool can_unpack(const struct tg_tiff_page *p)
{
    return p->bits <= 16 && !is_float(p) && (p->planar == PLANARCONFIG_CONTIG || p->samples == 1);
}

bool tg_tiff_samples_fit(const struct tg_tiff_page *p)
{
    bool bits = p->bits == 8 || p->bits == 16 || p->bits == 24 || p->bits == 32;

    switch (p->kind) {
    case TG_TIFF_CMYK:
        return bits && !is_float(p) && p->samples >= 4;
    case TG_TIFF_LAB:
        return !is_float(p) && p->samples >= 3 &&
               (p->bits == 8 || (p->bits == 16 && p->photometric != PHOTOMETRIC_ITULAB));
    case TG_TIFF_PALETTE:
        return p->bits <= 8 && can_unpack(p) && tg_tiff_has_alpha(p);
    case TG_TIFF_GREY:
    case TG_TIFF_RGB:
        if (is_packed(p)) /* libtiff knows bits of grey alone */
            return (p->bits > 8 || p->samples > 1) && p->samples >= colours(p) && can_unpack(p);
        return p->samples >= colours(p) && (is_float(p) ? p->bits >= 16 : true) &&
               (bits || (is_float(p) && p->bits == 64));
    case TG_TIFF_OTHER:
        break;
    }
    return false;
}

static struct tg_err *make_buffers(struct tg_tiff_convert *c)
{
    size_t row;

    /* no sample takes more than 8 bytes, no pixel has more than 4 colours and alpha */
    if (!tg_size_mul(c->page->w, (size_t)5 * 8, &row))
        return tg_err_nomem();
    c->picked = malloc(row);
    c->whole = malloc(row);
    c->colour = malloc(row);
    c->narrow = malloc(row);
    return c->picked && c->whole && c->colour && c->narrow ? NULL : tg_err_nomem();
}

/* 8 bits of each colour; of 16, as libtiff narrows those of palettes without alpha. */
static struct tg_err *make_palette(struct tg_tiff_convert *c, const struct tg_tiff *t)
{
    uint16_t *map[3] = {NULL};
    size_t n = (size_t)1 << c->page->bits;
    bool wide = false;

    if (TIFFGetField(t->tiff, TIFFTAG_COLORMAP, &map[0], &map[1], &map[2]) != 1)
        return tg_err_new(TG_E_CORRUPT, t->path, "has no palette");
    c->palette = malloc(n * sizeof(*c->palette));
    if (!c->palette)
        return tg_err_nomem();
    for (size_t i = 0; i < n * 3; i++) /* some writers have 8 bits there */
        wide = wide || map[i % 3][i / 3] > 255;
    for (size_t i = 0; i < n * 3; i++)
        c->palette[i / 3][i % 3] = (uint8_t)(map[i % 3][i / 3] / (wide ? 257u : 1u));
    return NULL;
}

struct tg_err *tg_tiff_convert_init(struct tg_tiff_convert *c, const struct tg_tiff *t,
                                    const struct tg_tiff_page *page, const struct tg_kernels *k,
                                    bool deep)
{
    struct tg_blob icc = {0}; /* borrowed from libtiff */
    struct tg_err *err = NULL;
    uint32_t len = 0;
    void *data = NULL;

    if (TIFFGetField(t->tiff, TIFFTAG_ICCPROFILE, &len, &data) == 1)
        icc = (struct tg_blob){data, len};
    *c = (struct tg_tiff_convert){
        .page = page,
        .k = k,
        .channels = colours(page) + tg_tiff_has_alpha(page),
        .depth = deep && page->bits > 8 && page->kind != TG_TIFF_CMYK ? 16 : 8,
        .linear = is_float(page) && icc.len == 0,
    };
    if (page->kind == TG_TIFF_CMYK)
        err = tg_cmyk_new(&icc, &c->cmyk);
    if (!err && (c->linear || page->kind == TG_TIFF_LAB)) {
        c->table = tg_srgb_table_new();
        err = c->table ? NULL : tg_err_nomem();
    }
    if (!err && page->kind == TG_TIFF_PALETTE)
        err = make_palette(c, t);
    return err ? err : make_buffers(c);
}

void tg_tiff_convert_release(struct tg_tiff_convert *c)
{
    tg_cmyk_free(c->cmyk);
    free(c->table);
    free(c->palette);
    free(c->picked);
    free(c->whole);
    free(c->colour);
    free(c->narrow);
}

/* Samples that share bytes, the highest bit first (TIFF 6.0, FillOrder 1, to which libtiff turns
 * others), to bytes, or from 9 bits on to 16 bits; the greatest to 255 or 65535, but indices of
 * palettes as they are.  All samples of a pixel take at most 16 bytes. */
static const uint8_t *unpack(const struct tg_tiff_convert *c, const uint8_t *pixels, size_t n)
{
    unsigned bits = c->page->bits, have = 0, max = (1u << bits) - 1;
    unsigned top = bits > 8 ? 65535 : c->page->kind == TG_TIFF_PALETTE ? max : 255;
    uint16_t *deep = (uint16_t *)(void *)c->whole;
    uint32_t word = 0;

    for (size_t i = 0; i < n * c->page->samples; i++) {
        uint32_t v;

        for (; have < bits; have += 8)
            word = word << 8 | *pixels++;
        have -= bits;
        v = ((word >> have & max) * top + max / 2) / max;
        if (bits > 8)
            deep[i] = (uint16_t)v;
        else
            c->whole[i] = (uint8_t)v;
    }
    return c->whole;
}

/* Leaves out channels that are neither colour nor alpha. */
static const uint8_t *pick(const struct tg_tiff_convert *c, const uint8_t *pixels, size_t n)
{
    size_t bytes = (c->page->bits + 7u) / 8, from = c->page->samples * bytes,
           to = c->channels * bytes;

    if (from == to)
        return pixels;
    for (size_t i = 0; i < n; i++)
        memcpy(c->picked + i * to, pixels + i * from, to);
    return c->picked;
}

/* A number of 1 bit of sign, `exponent` and `mantissa` bits; without libm. */
static double small_float(uint32_t v, unsigned exponent, unsigned mantissa)
{
    uint32_t e = v >> mantissa & ((1u << exponent) - 1), m = v & ((1u << mantissa) - 1);
    uint32_t sign = v >> (exponent + mantissa) << 31, bits;
    float f;

    if (e == 0) /* of 24 bits, too little to be seen */
        return exponent == 5 ? m / 16777216.0 : 0;
    if (e == (1u << exponent) - 1)
        bits = sign | 0x7f800000 | m; /* infinite, or no number */
    else
        bits = sign | (e + 127 - ((1u << (exponent - 1)) - 1)) << 23 | m << (23 - mantissa);
    memcpy(&f, &bits, sizeof(f));
    return (double)f;
}

/* 24 bits in the machine's order, as libtiff leaves them. */
static uint32_t get24(const uint8_t *p)
{
    static const uint16_t one = 1;
    bool little = *(const uint8_t *)&one == 1;

    return little ? (uint32_t)(p[0] | p[1] << 8 | p[2] << 16)
                  : (uint32_t)(p[2] | p[1] << 8 | p[0] << 16);
}

static double get_float(const uint8_t *p, unsigned bits)
{
    uint16_t half;
    double d;
    float f;

    switch (bits) {
    case 16:
        memcpy(&half, p, sizeof(half));
        return small_float(half, 5, 10);
    case 24: /* Adobe's TIFF Technical Note 3 */
        return small_float(get24(p), 7, 16);
    case 32:
        memcpy(&f, p, sizeof(f));
        return (double)f;
    default:
        memcpy(&d, p, sizeof(d));
        return d;
    }
}

/* Light of one colour, divided by the alpha that it was multiplied by, as sRGB encodes it. */
static uint16_t encode_light(const struct tg_tiff_convert *c, const uint8_t *from, double by)
{
    double v = get_float(from, c->page->bits) / by;
    uint16_t at = tg_srgb_index(c->page->photometric == PHOTOMETRIC_MINISWHITE ? 1 - v : v);

    return c->linear ? c->table[at] : at;
}

static void convert_float(const struct tg_tiff_convert *c, const uint8_t *pixels, size_t n)
{
    const struct tg_tiff_page *p = c->page;
    unsigned colour = colours(p);
    size_t bytes = p->bits / 8u;
    uint16_t *to = (uint16_t *)(void *)c->whole;

    for (size_t i = 0; i < n; i++, pixels += c->channels * bytes, to += c->channels) {
        bool has_alpha = c->channels > colour;
        double alpha = has_alpha ? get_float(pixels + colour * bytes, p->bits) : 1;
        double by = p->extra_kind == EXTRASAMPLE_ASSOCALPHA && alpha > 0 ? alpha : 1;

        for (unsigned s = 0; s < colour; s++)
            to[s] = encode_light(c, pixels + s * bytes, by);
        if (has_alpha)
            to[colour] = tg_srgb_index(alpha);
    }
}

/* The upper 16 of 24 or 32 bits. */
static void convert_wide(const struct tg_tiff_convert *c, const uint8_t *pixels, size_t n)
{
    uint16_t *to = (uint16_t *)(void *)c->whole;
    uint32_t v;

    for (size_t i = 0; i < n * c->channels; i++) {
        if (c->page->bits == 24) {
            to[i] = (uint16_t)(get24(pixels + 3 * i) >> 8);
        } else {
            memcpy(&v, pixels + 4 * i, sizeof(v));
            to[i] = (uint16_t)(v >> 16);
        }
    }
}

/* To whole numbers of 8 or 16 bits. */
static const uint8_t *make_whole(const struct tg_tiff_convert *c, const uint8_t *pixels, size_t n)
{
    if (is_float(c->page))
        convert_float(c, pixels, n);
    else if (c->page->bits > 16)
        convert_wide(c, pixels, n);
    else
        return pixels;
    return c->whole;
}

static const uint8_t *make_narrow(const struct tg_tiff_convert *c, const uint8_t *pixels, size_t n)
{
    c->k->narrow(c->narrow, (const uint16_t *)(const void *)pixels, n);
    return c->narrow;
}

/* Ink that was multiplied by alpha is less than there is. */
static uint8_t undo_alpha(uint8_t ink, uint8_t alpha)
{
    return ink >= alpha ? 255 : (uint8_t)((ink * 255u + alpha / 2u) / alpha);
}

static const uint8_t *convert_cmyk(const struct tg_tiff_convert *c, const uint8_t *pixels, size_t n)
{
    bool alpha = c->channels > 4, multiplied = c->page->extra_kind == EXTRASAMPLE_ASSOCALPHA;
    uint8_t *to = c->colour, *rgb = to + 4 * n;

    if (!alpha) {
        tg_cmyk_convert(c->cmyk, to, pixels, n);
        return to;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t s = 0; s < 4; s++) {
            uint8_t ink = pixels[5 * i + s], a = pixels[5 * i + 4];

            c->whole[4 * i + s] = multiplied && a ? undo_alpha(ink, a) : ink;
        }
    tg_cmyk_convert(c->cmyk, rgb, c->whole, n);
    for (size_t i = 0; i < n; i++) {
        memcpy(to + 4 * i, rgb + 3 * i, 3);
        to[4 * i + 3] = pixels[5 * i + 4];
    }
    return to;
}

/* TIFF 6.0, section 23, and Adobe's TIFF Technical Notes for ICCLab; 16 bits end at 0xff00, as in
 * the first version of ICC's profiles.  ITULab: ITU-T T.42, its default range. */
static void get_lab(const struct tg_tiff_page *p, const unsigned v[3], double lab[3])
{
    double scale = p->bits == 16 ? 256 : 1;

    lab[0] = v[0] / (255 * scale) * 100;
    if (lab[0] > 100)
        lab[0] = 100;
    for (int i = 1; i < 3; i++) {
        lab[i] = v[i] / scale;
        if (p->photometric == PHOTOMETRIC_CIELAB)
            lab[i] -= lab[i] >= 128 ? 256 : 0;
        else if (p->photometric == PHOTOMETRIC_ICCLAB)
            lab[i] -= 128;
        else
            lab[i] = i == 1 ? (lab[i] - 128) * 170 / 255 : (lab[i] - 96) * 200 / 255;
    }
}

static const uint8_t *convert_lab(const struct tg_tiff_convert *c, const uint8_t *pixels, size_t n)
{
    const uint16_t *deep = (const uint16_t *)(const void *)pixels;
    uint16_t *to = (uint16_t *)(void *)c->colour;
    bool wide = c->page->bits == 16;

    for (size_t i = 0; i < n * c->channels; i += c->channels) {
        unsigned v[4] = {0};
        double lab[3];

        for (unsigned s = 0; s < c->channels; s++)
            v[s] = wide ? deep[i + s] : pixels[i + s];
        get_lab(c->page, v, lab);
        tg_srgb_from_lab(c->table, lab, to + i);
        if (c->channels > 3)
            to[i + 3] = (uint16_t)(wide ? v[3] : v[3] * 257);
    }
    return c->colour;
}

/* Indices and alpha to colours and alpha. */
static const uint8_t *look_up(const struct tg_tiff_convert *c, const uint8_t *pixels, size_t n)
{
    unsigned max = (1u << c->page->bits) - 1;

    for (size_t i = 0; i < n; i++) {
        memcpy(c->colour + 4 * i, c->palette[pixels[2 * i]], 3);
        c->colour[4 * i + 3] = (uint8_t)(pixels[2 * i + 1] * 255u / max);
    }
    return c->colour;
}

const void *tg_tiff_convert_row(const struct tg_tiff_convert *c, const uint8_t *pixels, size_t n)
{
    bool wide = c->page->bits > 8;

    if (is_packed(c->page))
        pixels = unpack(c, pixels, n);
    pixels = make_whole(c, pick(c, pixels, n), n);
    if (c->page->kind == TG_TIFF_CMYK)
        return convert_cmyk(c, wide ? make_narrow(c, pixels, n * c->channels) : pixels, n);
    if (c->page->kind == TG_TIFF_PALETTE)
        return look_up(c, pixels, n);
    if (c->page->kind == TG_TIFF_LAB) {
        pixels = convert_lab(c, pixels, n);
        wide = true;
    }
    return wide && c->depth == 8 ? make_narrow(c, pixels, n * c->channels) : pixels;
}
