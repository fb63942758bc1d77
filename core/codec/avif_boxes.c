/* avif_boxes.c - the boxes of an AVIF file with one picture (ISO/IEC 23008-12, AV1 Image File
 * Format); see avif_write.h. */
#include <string.h>

#include "core/codec/avif_write.h"

enum {
    OBU_SEQUENCE = 0x0A,  /* the header of one, with a size */
    OBU_DELIMITER = 0x12, /* of a temporal unit, with a size, which is 0 */
    STILL = 0x18,         /* the bits of a sequence header that say: a picture, in short */
    ESSENTIAL = 0x80,
    MATRIX_BT601 = 6,
    BT709 = 1,
    SRGB = 13,
    UNSPECIFIED = 2,
    PROPERTIES_MAX = 5,
};

static void put_u8(struct tg_buf *b, unsigned v)
{
    tg_buf_putc(b, (char)(unsigned char)v);
}

static void put_u16(struct tg_buf *b, uint32_t v)
{
    put_u8(b, v >> 8 & 0xFF);
    put_u8(b, v & 0xFF);
}

static void put_u32(struct tg_buf *b, uint64_t v)
{
    put_u16(b, (uint32_t)(v >> 16 & 0xFFFF));
    put_u16(b, (uint32_t)(v & 0xFFFF));
}

/* A box without its length; where that belongs. */
static size_t begin(struct tg_buf *b, const char *type)
{
    size_t at = b->len;

    put_u32(b, 0);
    tg_buf_puts(b, type);
    return at;
}

static size_t begin_full(struct tg_buf *b, const char *type, uint32_t version)
{
    size_t at = begin(b, type);

    put_u32(b, (uint64_t)version << 24);
    return at;
}

static void set_u32(struct tg_buf *b, size_t at, size_t v)
{
    for (unsigned i = 0; !b->failed && i < 4; i++)
        b->data[at + i] = (char)(unsigned char)(v >> (24 - 8 * i) & 0xFF);
}

static void end(struct tg_buf *b, size_t at)
{
    set_u32(b, at, b->len - at);
}

static void put_type(struct tg_buf *b)
{
    size_t at = begin(b, "ftyp");

    tg_buf_puts(b, "avif");
    put_u32(b, 0);
    tg_buf_puts(b, "avifmif1miafMA1B");
    end(b, at);
}

static void put_handler(struct tg_buf *b)
{
    size_t at = begin_full(b, "hdlr", 0);

    put_u32(b, 0);
    tg_buf_puts(b, "pict");
    for (int i = 0; i < 3; i++)
        put_u32(b, 0);
    put_u8(b, 0); /* no name */
    end(b, at);
}

/* Item 1 is the whole data; *place: where its offset belongs. */
static void put_items(struct tg_buf *b, size_t data_len, size_t *place)
{
    size_t at = begin_full(b, "pitm", 0), inner;

    put_u16(b, 1);
    end(b, at);
    at = begin_full(b, "iloc", 0);
    put_u16(b, 0x4400); /* offsets and lengths of 4 bytes */
    put_u16(b, 1);
    put_u16(b, 1);
    put_u16(b, 0);
    put_u16(b, 1);
    *place = b->len;
    put_u32(b, 0);
    put_u32(b, data_len);
    end(b, at);
    at = begin_full(b, "iinf", 0);
    put_u16(b, 1);
    inner = begin_full(b, "infe", 2);
    put_u16(b, 1);
    put_u16(b, 0);
    tg_buf_puts(b, "av01");
    put_u8(b, 0);
    end(b, inner);
    end(b, at);
}

static void put_size(struct tg_buf *b, const struct tg_avif_picture *p)
{
    size_t at = begin_full(b, "ispe", 0);
    unsigned channels = p->grey ? 1 : 3;

    put_u32(b, p->width);
    put_u32(b, p->height);
    end(b, at);
    at = begin_full(b, "pixi", 0);
    put_u8(b, channels);
    for (unsigned c = 0; c < channels; c++)
        put_u8(b, 8);
    end(b, at);
}

/* av1C repeats what the sequence header says. */
static void put_config(struct tg_buf *b, bool grey, unsigned level)
{
    size_t at = begin(b, "av1C");

    put_u8(b, 0x81);
    put_u8(b, level);              /* profile 0 */
    put_u8(b, grey ? 0x1C : 0x0C); /* 8 bits, 4:2:0 */
    put_u8(b, 0);
    end(b, at);
}

/* A profile says what the primaries are, the numbers what YCbCr means. */
static void put_colour(struct tg_buf *b, const struct tg_blob *icc)
{
    size_t at = begin(b, "colr");

    tg_buf_puts(b, "nclx");
    put_u16(b, icc->len ? UNSPECIFIED : BT709);
    put_u16(b, icc->len ? UNSPECIFIED : SRGB);
    put_u16(b, MATRIX_BT601);
    put_u8(b, 0x80); /* full range */
    end(b, at);
    if (!icc->len)
        return;
    at = begin(b, "colr");
    tg_buf_puts(b, "prof");
    tg_buf_put(b, icc->data, icc->len);
    end(b, at);
}

/* The properties in the order in which they are written. */
static void put_associations(struct tg_buf *b, bool has_profile)
{
    static const unsigned char of[PROPERTIES_MAX] = {1, 2, ESSENTIAL | 3, 4, 5};
    unsigned n = has_profile ? PROPERTIES_MAX : PROPERTIES_MAX - 1;
    size_t at = begin_full(b, "ipma", 0);

    put_u32(b, 1);
    put_u16(b, 1);
    put_u8(b, n);
    tg_buf_put(b, of, n);
    end(b, at);
}

/* The first bits of a still picture's sequence header: its profile, that it is still, that the
 * header is short, its level. */
static bool find_level(const struct tg_blob *data, unsigned *level)
{
    const uint8_t *p = data->data;

    if (data->len < 4 || p[0] != OBU_SEQUENCE || p[1] < 2 || p[1] > 0x7F || (p[2] & 0xF8) != STILL)
        return false;
    *level = (unsigned)(p[2] & 7) << 2 | p[3] >> 6;
    return true;
}

struct tg_blob tg_avif_trim(uint8_t *data, size_t len)
{
    size_t from = len >= 2 && data[0] == OBU_DELIMITER && data[1] == 0 ? 2 : 0;

    return (struct tg_blob){data + from, len - from};
}

struct tg_err *tg_avif_boxes(const struct tg_avif_picture *p, struct tg_buf *file)
{
    size_t meta, at, inner, place = 0;
    unsigned level = 0;

    if (!find_level(&p->data, &level))
        return tg_err_new(TG_E_UNSUPPORTED, NULL, "cannot be written with this libaom");
    put_type(file);
    meta = begin_full(file, "meta", 0);
    put_handler(file);
    put_items(file, p->data.len, &place);
    at = begin(file, "iprp");
    inner = begin(file, "ipco");
    put_size(file, p);
    put_config(file, p->grey, level);
    put_colour(file, &p->icc);
    end(file, inner);
    put_associations(file, p->icc.len > 0);
    end(file, at);
    end(file, meta);
    put_u32(file, (uint64_t)p->data.len + 8);
    tg_buf_puts(file, "mdat");
    set_u32(file, place, file->len);
    return file->failed ? tg_err_nomem() : NULL;
}
