/* jpeg_segments.c - JPEG headers (ITU-T T.81 Annex B, JFIF 1.02, Exif 2.3, ICC.1 Annex B.4). */
#include "core/codec/jpeg_segments.h"

#include <string.h>

#include "core/codec/jpeg_marks.h"

enum {
    SOI = 0xD8,
    EOI = 0xD9,
    SOF0 = 0xC0, /* baseline */
    SOF2 = 0xC2, /* progressive */
    DHT = 0xC4,
    DQT = 0xDB,
    SOS = 0xDA,
    APP0 = 0xE0,
    APP1 = 0xE1,
    APP2 = 0xE2,
    SEGMENT = 65533, /* bytes of a segment after its length */
};

static struct tg_err *put(struct tg_sink *dst, const void *data, size_t len)
{
    const uint8_t *p = data;

    while (len > 0) {
        size_t room = TG_STREAM_CHUNK - dst->len, part = len < room ? len : room;

        memcpy(dst->buf + dst->len, p, part);
        dst->len += part;
        p += part;
        len -= part;
        if (dst->len == TG_STREAM_CHUNK) {
            struct tg_err *err = tg_sink_flush(dst);

            if (err)
                return err;
        }
    }
    return NULL;
}

static struct tg_err *put_marker(struct tg_sink *dst, uint8_t marker)
{
    return put(dst, (const uint8_t[]){0xFF, marker}, 2);
}

/* A segment of two parts, at most SEGMENT bytes together. */
static struct tg_err *put_segment(struct tg_sink *dst, uint8_t marker, const void *mark,
                                  size_t mark_len, const void *data, size_t len)
{
    size_t total = mark_len + len + 2;
    const uint8_t head[4] = {0xFF, marker, (uint8_t)(total >> 8), (uint8_t)total};
    struct tg_err *err = put(dst, head, sizeof(head));

    if (!err)
        err = put(dst, mark, mark_len);
    return err ? err : put(dst, data, len);
}

static struct tg_err *put_app1(struct tg_sink *dst, const char *mark, size_t mark_len,
                               const struct tg_blob *b)
{
    if (!b->data || b->len > SEGMENT - mark_len)
        return NULL;
    return put_segment(dst, APP1, mark, mark_len, b->data, b->len);
}

/* In numbered pieces.  More than 255 of them cannot be numbered: such a profile, over 16 MB, is
 * damage. */
static struct tg_err *put_icc(struct tg_sink *dst, const struct tg_blob *icc)
{
    enum { MARK = 14, PIECE = SEGMENT - MARK };
    size_t pieces = (icc->len + PIECE - 1) / PIECE;
    uint8_t mark[MARK] = TG_MARK_ICC;
    struct tg_err *err = NULL;

    if (pieces > 255)
        return tg_err_new(TG_E_LIMIT, dst->path, "the colour profile is too large for a JPEG file");
    for (size_t i = 0; i < pieces && !err; i++) {
        size_t len = i + 1 < pieces ? PIECE : icc->len - i * PIECE;

        mark[MARK - 2] = (uint8_t)(i + 1);
        mark[MARK - 1] = (uint8_t)pieces;
        err = put_segment(dst, APP2, mark, MARK, icc->data + i * PIECE, len);
    }
    return err;
}

struct tg_err *tg_jpeg_write_head(struct tg_sink *dst, const struct tg_image *image)
{
    /* Version 1.1, a pixel as high as wide, no thumbnail. */
    static const uint8_t jfif[] = {'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0};
    struct tg_err *err = put_marker(dst, SOI);

    if (!err)
        err = put_segment(dst, APP0, jfif, sizeof(jfif), NULL, 0);
    if (!err)
        err = put_app1(dst, "", 0, &image->exif);
    if (!err)
        err = put_app1(dst, TG_MARK_XMP, sizeof(TG_MARK_XMP), &image->xmp);
    return err ? err : put_icc(dst, &image->icc);
}

void tg_jpeg_quant_table(uint8_t table[64], int chroma, int quality)
{
    static const uint8_t example[2][64] = {
        {16, 11, 10, 16, 24,  40,  51,  61,  12, 12, 14, 19, 26,  58,  60,  55,
         14, 13, 16, 24, 40,  57,  69,  56,  14, 17, 22, 29, 51,  87,  80,  62,
         18, 22, 37, 56, 68,  109, 103, 77,  24, 35, 55, 64, 81,  104, 113, 92,
         49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99},
        {17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99,
         99, 99, 47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
         99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99}};
    int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;

    for (int i = 0; i < 64; i++) {
        int v = (example[chroma][i] * percent + 50) / 100;

        table[i] = (uint8_t)(v < 1 ? 1 : v > 255 ? 255 : v);
    }
}

static struct tg_err *put_quant(struct tg_sink *dst, uint8_t id, int quality)
{
    uint8_t table[64], zigzag[64];

    tg_jpeg_quant_table(table, id, quality);
    for (int z = 0; z < 64; z++)
        zigzag[z] = table[tg_zigzag[z]];
    return put_segment(dst, DQT, &id, 1, zigzag, sizeof(zigzag));
}

struct tg_err *tg_jpeg_write_frame(struct tg_sink *dst, const struct tg_image *image, int quality,
                                   bool progressive, const uint8_t sampling[3])
{
    uint8_t head[6] = {8,
                       (uint8_t)(image->height >> 8),
                       (uint8_t)image->height,
                       (uint8_t)(image->width >> 8),
                       (uint8_t)image->width,
                       (uint8_t)image->planes};
    uint8_t component[3][3];
    struct tg_err *err = put_quant(dst, 0, quality);

    if (!err && image->planes > 1)
        err = put_quant(dst, 1, quality);
    for (unsigned c = 0; c < image->planes; c++) {
        component[c][0] = (uint8_t)(c + 1);
        component[c][1] = sampling[c];
        component[c][2] = c > 0;
    }
    return err ? err
               : put_segment(dst, progressive ? SOF2 : SOF0, head, sizeof(head), component,
                             3 * (size_t)image->planes);
}

struct tg_err *tg_jpeg_write_huffman(struct tg_sink *dst, bool ac, unsigned id,
                                     const struct tg_huffman *h)
{
    uint8_t head[17] = {(uint8_t)((ac ? 16u : 0) | id)};

    memcpy(head + 1, h->lengths, sizeof(h->lengths));
    return put_segment(dst, DHT, head, sizeof(head), h->symbols, h->n);
}

/* Table 0 is luma's and table 1 chroma's, of DC and of AC. */
struct tg_err *tg_jpeg_write_scan(struct tg_sink *dst, const struct tg_jpeg_scan *scan)
{
    uint8_t head[7] = {scan->components};
    const uint8_t band[3] = {scan->from, scan->to, 0};

    for (unsigned i = 0; i < scan->components; i++) {
        unsigned c = scan->first + i, table = c > 0;

        head[1 + 2 * i] = (uint8_t)(c + 1);
        head[2 + 2 * i] =
            (uint8_t)((scan->from == 0 ? table << 4 : 0) | (scan->to > 0 ? table : 0));
    }
    return put_segment(dst, SOS, head, 1 + 2 * (size_t)scan->components, band, sizeof(band));
}

struct tg_err *tg_jpeg_write_end(struct tg_sink *dst)
{
    return put_marker(dst, EOI);
}
