/* heif_colour.c - samples of HEIF pictures into ours; see heif_decode.h.
 *
 * A photo of a phone is YCbCr by BT.601 of full range in 8 bits, which is what JPEG takes: its
 * samples are copied.  Anything else is converted once, on the way from the decoder's planes into
 * ours, and rounded once: depth, range and matrix are one multiplication each sample of luma takes,
 * three where the matrix is another one.  Other matrices stay YCbCr with their subsampling: between
 * two of them chroma depends on chroma alone, and luma on the chroma of its pixel. */
#include <string.h>

#include "core/codec/heif_decode.h"

/* ITU-T H.273, table 4: the shares of red and blue in luma.  BT.601's stand for what is unknown, as
 * in MIAF (ISO/IEC 23000-22, 7.3.6.4). */
static const struct matrix {
    unsigned code;
    double kr, kb;
} matrices[] = {{5, 0.299, 0.114}, {6, 0.299, 0.114},   {1, 0.2126, 0.0722}, {4, 0.3, 0.11},
                {7, 0.212, 0.087}, {9, 0.2627, 0.0593}, {10, 0.2627, 0.0593}};

enum { IDENTITY = 0, YCGCO = 8 };

/* What of Cb and Cr, from -0.5 to 0.5, is in R, G and B beyond luma. */
static void chroma_in_rgb(unsigned code, double m[3][2])
{
    const struct matrix *of = &matrices[0];
    double kg;

    for (size_t i = 0; i < sizeof(matrices) / sizeof(matrices[0]); i++)
        if (matrices[i].code == code)
            of = &matrices[i];
    kg = 1 - of->kr - of->kb;
    m[0][0] = 0;
    m[0][1] = 2 * (1 - of->kr);
    m[1][0] = -2 * of->kb * (1 - of->kb) / kg;
    m[1][1] = -2 * of->kr * (1 - of->kr) / kg;
    m[2][0] = 2 * (1 - of->kb);
    m[2][1] = 0;
    if (code == YCGCO) {
        static const double ycgco[3][2] = {{-1, 1}, {1, 0}, {-1, -1}};

        memcpy(m, ycgco, sizeof(ycgco));
    }
}

/* The same for Y, Cb and Cr of BT.601. */
static void chroma_in_601(double m[3][2])
{
    const double kr = 0.299, kb = 0.114, kg = 1 - kr - kb;

    for (int c = 0; c < 2; c++) {
        double r = m[0][c], g = m[1][c], b = m[2][c], y = kr * r + kg * g + kb * b;

        m[0][c] = y;
        m[1][c] = (b - y) / (2 * (1 - kb));
        m[2][c] = (r - y) / (2 * (1 - kr));
    }
}

static int32_t fixed(double v)
{
    return (int32_t)(v * 65536 + (v < 0 ? -0.5 : 0.5));
}

void tg_heif_conversion_init(struct tg_heif_conversion *c, const struct tg_heif_frame *frame,
                             const struct tg_heif_colour *colour, bool rgb)
{
    unsigned top = (1u << frame->bits) - 1, wider = frame->bits - 8;
    /* H.273, 8.3: limited range is 16-235 and 16-240 of 8 bits */
    double luma = 255.0 / (colour->full_range ? top : 219u << wider);
    double chroma = 255.0 / (colour->full_range ? top : 224u << wider);
    double m[3][2];

    *c = (struct tg_heif_conversion){.bits = frame->bits,
                                     .black = colour->full_range ? 0 : 16 << wider,
                                     .middle = 128 << wider,
                                     .scale = fixed(luma),
                                     .tone = tg_heif_tone(colour->transfer)};
    c->identity =
        colour->matrix == IDENTITY && frame->planes == 3 && frame->sub_x == 1 && frame->sub_y == 1;
    rgb = rgb || c->identity || c->tone || colour->matrix == YCGCO;
    c->model = frame->planes == 1 ? TG_GREY : rgb ? TG_RGB : TG_YCC;
    chroma_in_rgb(colour->matrix, m);
    if (c->model == TG_YCC)
        chroma_in_601(m);
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 2; k++)
            c->chroma[i][k] = fixed(m[i][k] * chroma);
    c->plain = frame->bits == 8 && colour->full_range && !c->tone &&
               (c->model == TG_GREY || c->identity ||
                (c->model == TG_YCC && !c->chroma[0][0] && !c->chroma[0][1]));
}

static inline int32_t code_at(const uint8_t *row, bool wide, size_t x)
{
    uint16_t v;

    if (!wide)
        return row[x];
    memcpy(&v, row + 2 * x, 2);
    return v;
}

static inline uint8_t rounded(int32_t v)
{
    v = (v + 32768) >> 16;
    return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

/* Between two of its 256 steps a tone is on the line. */
static inline uint8_t toned(const uint16_t *tone, int32_t v)
{
    const int32_t top = 255 << 16;
    uint32_t at = (uint32_t)(v < 0 ? 0 : v > top ? top : v) >> 8, part = at & 255;
    const uint16_t *t = tone + (at >> 8);

    return (uint8_t)((t[0] * (256 - part) + t[1] * part + 32768) >> 16);
}

static void luma_row(const struct tg_heif_conversion *c, const uint8_t *from, uint8_t *to, size_t n)
{
    const int32_t black = c->black, scale = c->scale;

    if (c->tone)
        for (size_t x = 0; x < n; x++)
            to[x] = toned(c->tone, (code_at(from, c->bits > 8, x) - black) * scale);
    else if (c->plain)
        memcpy(to, from, n);
    else if (c->bits == 8)
        for (size_t x = 0; x < n; x++)
            to[x] = rounded((code_at(from, false, x) - black) * scale);
    else
        for (size_t x = 0; x < n; x++)
            to[x] = rounded((code_at(from, true, x) - black) * scale);
}

/* Luma of another matrix than ours. */
static void mixed_row(const struct tg_heif_conversion *c, const uint8_t *const from[3], bool wide,
                      unsigned shift, uint8_t *to, size_t n)
{
    const int32_t black = c->black, middle = c->middle, scale = c->scale;
    const int32_t cb = c->chroma[0][0], cr = c->chroma[0][1];

    for (size_t x = 0; x < n; x++)
        to[x] = rounded((code_at(from[0], wide, x) - black) * scale +
                        (code_at(from[1], wide, x >> shift) - middle) * cb +
                        (code_at(from[2], wide, x >> shift) - middle) * cr);
}

static void chroma_row(const struct tg_heif_conversion *c, const uint8_t *const from[3], bool wide,
                       unsigned plane, uint8_t *to, size_t n)
{
    const int32_t middle = c->middle, cb = c->chroma[plane][0], cr = c->chroma[plane][1];
    const int32_t ours = 128 << 16;

    for (size_t x = 0; x < n; x++)
        to[x] = rounded((code_at(from[1], wide, x) - middle) * cb +
                        (code_at(from[2], wide, x) - middle) * cr + ours);
}

static void rgb_row(const struct tg_heif_conversion *c, const uint8_t *const from[3], bool wide,
                    unsigned shift, uint8_t *const to[3], size_t n)
{
    for (size_t x = 0; x < n; x++) {
        int32_t y = (code_at(from[0], wide, x) - c->black) * c->scale;
        int32_t cb = code_at(from[1], wide, x >> shift) - c->middle;
        int32_t cr = code_at(from[2], wide, x >> shift) - c->middle;

        for (int i = 0; i < 3; i++) {
            int32_t v = y + cb * c->chroma[i][0] + cr * c->chroma[i][1];

            to[i][x] = c->tone ? toned(c->tone, v) : rounded(v);
        }
    }
}

static uint8_t *row_of(const struct tg_plane *p, uint32_t x, uint32_t y)
{
    return p->data + y * p->stride + x;
}

void tg_heif_put_luma(const struct tg_heif_conversion *c, const struct tg_heif_frame *frame,
                      struct tg_plane *to, uint32_t x, uint32_t y, uint32_t w, uint32_t h)
{
    for (uint32_t i = 0; i < h; i++)
        luma_row(c, frame->plane[0] + i * frame->stride[0], row_of(to, x, y + i), w);
}

/* Row i of luma, and the row of chroma that belongs to it. */
static void rows_at(const struct tg_heif_frame *frame, uint32_t i, const uint8_t *from[3])
{
    from[0] = frame->plane[0] + i * frame->stride[0];
    for (int c = 1; c < 3; c++)
        from[c] = frame->plane[c] + i / frame->sub_y * frame->stride[c];
}

static void put_ycc(const struct tg_heif_conversion *c, const struct tg_heif_frame *frame,
                    struct tg_image *im, uint32_t x, uint32_t y, uint32_t w, uint32_t h)
{
    bool wide = c->bits > 8, mixed = c->chroma[0][0] || c->chroma[0][1];
    uint32_t chroma_w = (w + frame->sub_x - 1) / frame->sub_x;
    const uint8_t *from[3];

    if (!mixed)
        tg_heif_put_luma(c, frame, &im->plane[0], x, y, w, h);
    for (uint32_t i = 0; i < h; i++) {
        rows_at(frame, i, from);
        if (mixed)
            mixed_row(c, from, wide, frame->sub_x - 1u, row_of(&im->plane[0], x, y + i), w);
        for (unsigned p = 1; p < 3 && i % frame->sub_y == 0; p++) {
            uint8_t *to = row_of(&im->plane[p], x / frame->sub_x, (y + i) / frame->sub_y);

            if (c->plain)
                memcpy(to, from[p], chroma_w);
            else
                chroma_row(c, from, wide, p, to, chroma_w);
        }
    }
}

static void put_rgb(const struct tg_heif_conversion *c, const struct tg_heif_frame *frame,
                    struct tg_image *im, uint32_t x, uint32_t y, uint32_t w, uint32_t h)
{
    static const unsigned gbr[3] = {1, 2, 0};
    const uint8_t *from[3];
    uint8_t *to[3];

    for (uint32_t i = 0; i < h; i++) {
        rows_at(frame, i, from);
        for (int p = 0; p < 3; p++)
            to[p] = row_of(&im->plane[p], x, y + i);
        for (int p = 0; c->identity && p < 3; p++)
            luma_row(c, from[p], to[gbr[p]], w);
        if (!c->identity)
            rgb_row(c, from, c->bits > 8, frame->sub_x - 1u, to, w);
    }
}

void tg_heif_put(const struct tg_heif_conversion *c, const struct tg_heif_frame *frame,
                 struct tg_image *im, uint32_t x, uint32_t y, uint32_t w, uint32_t h)
{
    if (c->model == TG_GREY)
        tg_heif_put_luma(c, frame, &im->plane[0], x, y, w, h);
    else if (c->model == TG_YCC)
        put_ycc(c, frame, im, x, y, w, h);
    else
        put_rgb(c, frame, im, x, y, w, h);
}
