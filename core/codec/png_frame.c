/* png_frame.c - see png_frame.h.  PNG 3rd edition, 11.3.5: fcTL is a number, width, height, x, y
 * and five fields for players; fdAT a number and what would be in IDAT. */
#include "core/codec/png_frame.h"

#include <string.h>

#include <zlib.h>

enum { SIGNATURE = 8, NAME = 4, HEAD = 8, AROUND = 12, IHDR = 13, FCTL = 26, NUMBER = 4 };

/* Reading at `at`, writing at `to`, which never overtakes it: the default image goes. */
struct cut {
    uint8_t *data;
    size_t len, at, to;
    uint32_t width, height; /* of the canvas */
    bool framed, filled;    /* fcTL was there, and fdAT */
};

static uint32_t get32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void put32(uint8_t *p, uint32_t v)
{
    for (unsigned i = 0; i < 4; i++)
        p[i] = (uint8_t)(v >> (24 - 8 * i));
}

static uint32_t check(const uint8_t *chunk, size_t n)
{
    return (uint32_t)crc32(0, chunk + NAME, (uInt)(NAME + n));
}

static bool is(const struct cut *c, const char *name)
{
    return memcmp(c->data + c->at + NAME, name, 4) == 0;
}

static bool read_control(struct cut *c, size_t n, struct tg_png_frame *f)
{
    const uint8_t *p = c->data + c->at + HEAD + NUMBER;

    if (n != FCTL)
        return false;
    *f = (struct tg_png_frame){
        .w = get32(p), .h = get32(p + 4), .x = get32(p + 8), .y = get32(p + 12)};
    c->framed = true;
    return f->w >= 1 && f->h >= 1 && f->w <= c->width && f->h <= c->height &&
           f->x <= c->width - f->w && f->y <= c->height - f->h;
}

/* n bytes of fdAT become IDAT.  A chunk that was damaged stays so. */
static void put_data(struct cut *c, size_t n, bool whole)
{
    static const uint8_t name[] = {'I', 'D', 'A', 'T'};
    const uint8_t *from = c->data + c->at;
    bool damaged = whole && get32(from + HEAD + n) != check(from, n);
    uint8_t *to = c->data + c->to;

    if (n < NUMBER)
        return;
    n -= NUMBER;
    memmove(to + HEAD, from + HEAD + NUMBER, n);
    put32(to, (uint32_t)n);
    memcpy(to + NAME, name, sizeof(name));
    put32(to + HEAD + n, check(to, n) ^ damaged);
    c->to += AROUND + n;
    c->filled = true;
}

/* A chunk of which n bytes are there, all and a CRC if it is `whole`; then `at` may step over it.
 * False once there is nothing more to look for. */
static bool take(struct cut *c, size_t n, bool whole, struct tg_png_frame *f)
{
    if (is(c, "fcTL"))
        return !c->framed && read_control(c, n, f);
    if (is(c, "IEND"))
        return false;
    if (is(c, "fdAT")) {
        if (c->framed)
            put_data(c, n, whole);
    } else if (!is(c, "IDAT") && !is(c, "acTL") && !c->filled && whole) {
        memmove(c->data + c->to, c->data + c->at, AROUND + n);
        c->to += AROUND + n;
    }
    return true;
}

bool tg_png_cut_frame(struct tg_blob *file, struct tg_png_frame *f)
{
    static const char end[AROUND + 1] = "\0\0\0\0IEND\xae\x42\x60\x82";
    struct cut c = {.data = file->data, .len = file->len, .at = SIGNATURE, .to = SIGNATURE};
    uint8_t *header = c.data + SIGNATURE;
    bool more = c.len >= SIGNATURE + AROUND + IHDR;

    if (more) {
        c.width = get32(header + HEAD);
        c.height = get32(header + HEAD + 4);
    }
    while (more && c.len - c.at >= HEAD) {
        size_t n = get32(c.data + c.at), room = c.len - c.at - HEAD;
        bool whole = room >= AROUND - HEAD && n <= room - (AROUND - HEAD);

        more = take(&c, n < room ? n : room, whole, f) && whole;
        c.at += more ? AROUND + n : 0;
    }
    if (!c.filled)
        return false;
    put32(header + HEAD, f->w);
    put32(header + HEAD + 4, f->h);
    put32(header + HEAD + IHDR, check(header, IHDR));
    memcpy(c.data + c.to, end, AROUND); /* fcTL, which went, was longer */
    file->len = c.to + AROUND;
    return true;
}

static void copy_plane(const struct tg_png_frame *f, const struct tg_plane *from,
                       struct tg_plane *to)
{
    for (uint32_t y = 0; y < f->h; y++)
        memcpy(to->data + (f->y + y) * to->stride + (size_t)f->x * to->bytes,
               from->data + y * from->stride, (size_t)f->w * to->bytes);
}

struct tg_err *tg_png_place_frame(const struct tg_png_frame *f, uint32_t width, uint32_t height,
                                  struct tg_image *im)
{
    struct tg_image canvas;
    struct tg_err *err = tg_image_new(&canvas, width, height, im->model, true, im->depth);
    unsigned alpha = canvas.planes - 1;

    if (err)
        return err;
    for (unsigned c = 0; c < canvas.planes; c++) {
        struct tg_plane *to = &canvas.plane[c];

        for (uint32_t y = 0; y < height; y++)
            memset(to->data + y * to->stride, 0, (size_t)width * to->bytes);
        if (c < im->planes)
            copy_plane(f, &im->plane[c], to);
        for (uint32_t y = 0; c == alpha && !im->alpha && y < f->h; y++)
            memset(to->data + (f->y + y) * to->stride + (size_t)f->x * to->bytes, 0xff,
                   (size_t)f->w * to->bytes);
    }
    canvas.orientation = im->orientation;
    canvas.icc = im->icc;
    canvas.exif = im->exif;
    canvas.xmp = im->xmp;
    im->icc = im->exif = im->xmp = (struct tg_blob){0};
    tg_image_release(im);
    *im = canvas;
    return NULL;
}
