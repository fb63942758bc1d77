/* made_raw.c - see made_raw.h. */
#include "tests/support/made_raw.h"

#include <string.h>

#include "tests/support/made_memory.h"

enum { SHORT = 3, LONG = 4, ASCII = 2, UNDEFINED = 7, ENTRY = 12, ROOM = 14 };
enum {
    WIDTH = 0x100,
    LENGTH = 0x101,
    COMPRESSION = 0x103,
    PHOTOMETRIC = 0x106,
    MAKE = 0x10f,
    MODEL = 0x110,
    STRIP = 0x111,
    ORIENTATION = 0x112,
    STRIP_BYTES = 0x117,
    SUBS = 0x14a,
    JPEG = 0x201,
    JPEG_BYTES = 0x202,
    EXIF = 0x8769,
    DATE = 0x9003,
    NOTE = 0x927c,
    LENS = 0xa434,
    DNG = 0xc612
};

struct writer {
    struct made file;
    const struct made_raw *o;
    bool msb;
    size_t base; /* what offsets count from */
};

struct dir {
    size_t at;
    unsigned n;
};

static void set(struct writer *w, size_t at, unsigned bytes, uint32_t v)
{
    for (unsigned i = 0; i < bytes; i++)
        w->file.data[at + i] = (uint8_t)(v >> 8 * (w->msb ? bytes - 1 - i : i));
}

static void zeros(struct writer *w, size_t n)
{
    while (n--)
        made_append(&w->file, "", 1);
}

static size_t add(struct writer *w, const void *data, size_t len)
{
    size_t at = w->file.len;

    made_append(&w->file, data, len);
    zeros(w, len % 2);
    return at;
}

/* Room for a directory, to be filled entry by entry. */
static struct dir begin(struct writer *w)
{
    struct dir d = {w->file.len, 0};

    zeros(w, 2 + ENTRY * ROOM + 4);
    return d;
}

static void entry(struct writer *w, struct dir *d, unsigned tag, unsigned type, uint32_t count,
                  uint32_t value)
{
    size_t at = d->at + 2 + ENTRY * (size_t)d->n++;

    if (d->n > ROOM)
        made_fail("directory");
    set(w, at, 2, tag);
    set(w, at + 2, 2, type);
    set(w, at + 4, 4, count);
    set(w, at + 8, type == SHORT ? 2 : 4, value);
    set(w, d->at, 2, d->n);
}

static void text(struct writer *w, struct dir *d, unsigned tag, const char *s)
{
    if (s)
        entry(w, d, tag, ASCII, (uint32_t)strlen(s) + 1,
              (uint32_t)(add(w, s, strlen(s) + 1) - w->base));
}

static void number(struct writer *w, struct dir *d, unsigned tag, size_t v)
{
    entry(w, d, tag, LONG, 1, (uint32_t)v);
}

static void link_to(struct writer *w, const struct dir *d, size_t next)
{
    set(w, d->at + 2 + ENTRY * (size_t)d->n, 4, (uint32_t)(next - w->base));
}

/* A JPEG file, told by two entries. */
static void picture(struct writer *w, struct dir *d, unsigned at, unsigned bytes,
                    const struct made *jpeg)
{
    if (!jpeg)
        return;
    number(w, d, at, add(w, jpeg->data, jpeg->len) - w->base);
    number(w, d, bytes, jpeg->len);
}

/* Lossless JPEG with the sensor's size, which is no preview. */
static void sensor(struct writer *w, struct dir *d, unsigned compression)
{
    uint8_t head[] = {0xff, 0xd8, 0xff, 0xc3, 0, 11, 8, 0, 0, 0, 0, 1, 0, 0x11, 0, 0xff, 0xd9};
    struct made data = {head, sizeof(head)};
    uint16_t h = w->o->sensor_h, v = w->o->sensor_w;

    head[7] = (uint8_t)(h >> 8);
    head[8] = (uint8_t)h;
    head[9] = (uint8_t)(v >> 8);
    head[10] = (uint8_t)v;
    entry(w, d, WIDTH, SHORT, 1, v);
    entry(w, d, LENGTH, SHORT, 1, h);
    entry(w, d, COMPRESSION, SHORT, 1, compression);
    entry(w, d, PHOTOMETRIC, SHORT, 1, 32803);
    picture(w, d, STRIP, STRIP_BYTES, &data);
}

/* 160 x 120 pixels, uncompressed, as many first directories have them; of one bit, to be small. */
static void thumbnail(struct writer *w, struct dir *d)
{
    number(w, d, 0xfe, 1);
    entry(w, d, WIDTH, SHORT, 1, 160);
    entry(w, d, LENGTH, SHORT, 1, 120);
    entry(w, d, COMPRESSION, SHORT, 1, 1);
    entry(w, d, PHOTOMETRIC, SHORT, 1, 1);
    number(w, d, STRIP, w->file.len - w->base);
    number(w, d, STRIP_BYTES, 160 * 120 / 8);
    zeros(w, 160 * 120 / 8);
}

static const struct {
    const char *make, *model, *camera;
} cameras[] = {
    [MADE_CR2] = {"Canon", "Canon EOS", "Canon EOS"},
    [MADE_CR3] = {"Canon", "Canon EOS", "Canon EOS"},
    [MADE_CR3_UUID] = {"Canon", "Canon EOS", "Canon EOS"},
    [MADE_NEF] = {"NIKON CORPORATION", "NIKON D1", "Nikon D1"},
    [MADE_NEF_NOTE] = {"NIKON CORPORATION", "NIKON D1", "Nikon D1"},
    [MADE_ARW] = {"SONY", "ILCE-7", "Sony ILCE-7"},
    [MADE_DNG] = {"LEICA", "M10-R", "Leica M10-R"},
    [MADE_ORF] = {"OLYMPUS CORPORATION", "E-M1", "Olympus E-M1"},
    [MADE_RW2] = {"Panasonic", "DMC-G1", "Panasonic DMC-G1"},
    [MADE_PEF] = {"PENTAX", "K-50", "Pentax K-50"},
    [MADE_PEF_NOTE] = {"PENTAX", "K-50", "Pentax K-50"},
    [MADE_SRW] = {"SAMSUNG", "NX500", "Samsung NX500"},
    [MADE_X3F] = {NULL, NULL, NULL},
};

bool made_raw_speaks(enum made_maker maker)
{
    return maker != MADE_RAF && maker != MADE_X3F;
}

const char *made_raw_camera(enum made_maker maker)
{
    return cameras[maker].camera;
}

static void say_camera(struct writer *w, struct dir *d)
{
    text(w, d, MAKE, cameras[w->o->maker].make);
    text(w, d, MODEL, cameras[w->o->maker].model);
    if (w->o->orientation)
        entry(w, d, ORIENTATION, SHORT, 1, w->o->orientation);
}

/* ---- Makers' notes --------------------------------------------------------------------------- */

/* Of Nikon: a TIFF of its own, of the other byte order. */
static void nikon_note(struct writer *w)
{
    struct writer inner = *w;
    struct dir d, preview;

    add(w, "Nikon\0\2\x10\0\0", 10);
    inner.file = w->file;
    inner.base = w->file.len;
    inner.msb = !w->msb;
    add(&inner, inner.msb ? "MM\0*\0\0\0\10" : "II*\0\10\0\0\0", 8);
    d = begin(&inner);
    preview = begin(&inner);
    number(&inner, &d, 0x11, preview.at - inner.base);
    if (w->o->adobe_rgb)
        entry(&inner, &d, 0x1e, SHORT, 1, 2);
    picture(&inner, &preview, JPEG, JPEG_BYTES, w->o->jpeg);
    w->file = inner.file;
}

/* Of Olympus: the camera's settings and the lens in directories of their own. */
static void olympus_note(struct writer *w)
{
    struct writer inner = *w;
    struct dir d, settings, equipment;

    inner.base = w->file.len;
    add(&inner, "OLYMPUS\0II\3\0", 12);
    d = begin(&inner);
    settings = begin(&inner);
    equipment = begin(&inner);
    entry(&inner, &d, 0x2010, 13, 1, (uint32_t)(equipment.at - inner.base));
    entry(&inner, &d, 0x2020, 13, 1, (uint32_t)(settings.at - inner.base));
    picture(&inner, &settings, 0x101, 0x102, w->o->jpeg);
    text(&inner, &equipment, 0x203, w->o->lens);
    w->file = inner.file;
}

static void pentax_note(struct writer *w)
{
    struct dir d;

    add(w, "AOC\0II", 6);
    d = begin(w);
    picture(w, &d, 4, 3, w->o->jpeg);
}

/* Canon's and Panasonic's name the lens. */
static void lens_note(struct writer *w, unsigned tag)
{
    struct dir d;

    if (tag == 0x51)
        add(w, "Panasonic\0\0\0", 12);
    d = begin(w);
    text(w, &d, tag, w->o->lens);
    if (w->o->adobe_rgb && tag == 0x95)
        entry(w, &d, 0xb4, SHORT, 1, 2);
}

static size_t note(struct writer *w)
{
    enum made_maker maker = w->o->maker;
    size_t at = w->file.len;

    if (maker == MADE_NEF_NOTE)
        nikon_note(w);
    else if (maker == MADE_ORF)
        olympus_note(w);
    else if (maker == MADE_PEF_NOTE)
        pentax_note(w);
    else if (maker == MADE_CR2)
        lens_note(w, 0x95);
    else if (maker == MADE_RW2)
        lens_note(w, 0x51);
    return at;
}

/* The lens stands in the note, if the maker's note names it. */
static bool lens_in_note(enum made_maker maker)
{
    return maker == MADE_CR2 || maker == MADE_ORF || maker == MADE_RW2;
}

/* In EXIF's own words, Sony's in those of DCF. */
static void say_colours(struct writer *w, struct dir *exif)
{
    struct dir index;

    if (w->o->maker != MADE_ARW) {
        entry(w, exif, 0xa001, SHORT, 1, 2);
        return;
    }
    index = begin(w);
    entry(w, &index, 1, ASCII, 4, 0x00333052); /* R03 */
    entry(w, exif, 0xa001, SHORT, 1, 0xffff);
    number(w, exif, 0xa005, index.at - w->base);
}

static void photo(struct writer *w, struct dir *exif)
{
    enum made_maker maker = w->o->maker;
    size_t at;

    text(w, exif, DATE, w->o->date);
    at = note(w);
    if (w->file.len > at)
        entry(w, exif, NOTE, UNDEFINED, (uint32_t)(w->file.len - at), (uint32_t)(at - w->base));
    if (!lens_in_note(maker))
        text(w, exif, LENS, w->o->lens);
    if (w->o->adobe_rgb && maker != MADE_CR2 && maker != MADE_NEF_NOTE)
        say_colours(w, exif);
}

/* ---- Files ----------------------------------------------------------------------------------- */

/* Directories below the first one. */
static void put_below(struct writer *w, struct dir *first, const struct dir *below, unsigned n)
{
    size_t subs = w->file.len;

    zeros(w, 4 * (size_t)n);
    for (unsigned i = 0; i < n; i++)
        set(w, subs + 4 * (size_t)i, 4, (uint32_t)below[i].at);
    entry(w, first, SUBS, LONG, n, (uint32_t)subs);
}

static void link_three(struct writer *w, struct dir *first, const struct dir d[3])
{
    link_to(w, first, d[0].at);
    link_to(w, &d[0], d[1].at);
    link_to(w, &d[1], d[2].at);
}

/* What follows the first directory, or is below it. */
static void other_directories(struct writer *w, struct dir *first)
{
    const struct made_raw *o = w->o;
    struct dir d[3] = {begin(w), begin(w), begin(w)};

    if (o->maker == MADE_CR2) {
        picture(w, &d[0], JPEG, JPEG_BYTES, o->small);
        thumbnail(w, &d[1]);
        sensor(w, &d[2], 6);
        link_three(w, first, d);
    } else if (o->maker == MADE_PEF || o->maker == MADE_PEF_NOTE) {
        picture(w, &d[0], JPEG, JPEG_BYTES, o->small);
        if (o->maker == MADE_PEF)
            picture(w, &d[1], JPEG, JPEG_BYTES, o->jpeg);
        link_three(w, first, d);
    } else if (o->maker == MADE_DNG) {
        picture(w, &d[0], JPEG, JPEG_BYTES, o->small);
        sensor(w, &d[1], 7);
        number(w, &d[2], 0xfe, 1);
        entry(w, &d[2], COMPRESSION, SHORT, 1, 7);
        entry(w, &d[2], PHOTOMETRIC, SHORT, 1, 6);
        picture(w, &d[2], STRIP, STRIP_BYTES, o->jpeg);
        put_below(w, first, d, 3);
    } else {
        if (o->maker == MADE_NEF || o->maker == MADE_SRW)
            picture(w, &d[0], JPEG, JPEG_BYTES, o->jpeg);
        sensor(w, &d[1], o->maker == MADE_SRW ? 32770 : 34713);
        put_below(w, first, d, 2);
        picture(w, &d[2], JPEG, JPEG_BYTES, o->small);
        link_to(w, first, d[2].at);
    }
}

/* The first directory's own picture. */
static void first_picture(struct writer *w, struct dir *d)
{
    const struct made_raw *o = w->o;

    if (o->maker == MADE_CR2) {
        entry(w, d, COMPRESSION, SHORT, 1, 6);
        picture(w, d, STRIP, STRIP_BYTES, o->jpeg);
    } else if (o->maker == MADE_ARW) {
        picture(w, d, JPEG, JPEG_BYTES, o->jpeg);
    } else if (o->maker == MADE_RW2 && o->jpeg) {
        size_t at = add(w, o->jpeg->data, o->jpeg->len);

        entry(w, d, 0x2e, UNDEFINED, (uint32_t)o->jpeg->len, (uint32_t)at);
    } else if (o->maker == MADE_PEF || o->maker == MADE_PEF_NOTE || o->maker == MADE_ORF) {
        sensor(w, d, 65535);
    } else {
        thumbnail(w, d);
    }
}

static void make_ifds(struct writer *w)
{
    static const char *const heads[MADE_MAKERS] = {[MADE_CR2] = "II*\0\x10\0\0\0CR\2\0\0\0\0\0",
                                                   [MADE_ORF] = "IIRO\x10\0\0\0\0\0\0\0\0\0\0\0",
                                                   [MADE_RW2] = "IIU\0\x10\0\0\0\0\0\0\0\0\0\0\0"};
    const char *head = heads[w->o->maker];
    struct dir first, exif;

    w->msb = w->o->maker == MADE_SRW;
    if (!head)
        head = w->msb ? "MM\0*\0\0\0\x10\0\0\0\0\0\0\0\0" : "II*\0\x10\0\0\0\0\0\0\0\0\0\0\0";
    add(w, head, 16);
    first = begin(w);
    exif = begin(w);
    first_picture(w, &first);
    say_camera(w, &first);
    photo(w, &exif);
    number(w, &first, EXIF, exif.at);
    if (w->o->maker == MADE_DNG)
        entry(w, &first, DNG, 1, 4, 0x401);
    other_directories(w, &first);
}

static void make_raf(struct writer *w)
{
    const struct made *jpeg = w->o->jpeg;

    w->msb = true;
    add(w, "FUJIFILMCCD-RAW 0201FF000000FinePix", 35);
    zeros(w, 160 - w->file.len);
    if (!jpeg)
        return;
    set(w, 84, 4, (uint32_t)add(w, jpeg->data, jpeg->len));
    set(w, 88, 4, (uint32_t)jpeg->len);
}

/* A section of a picture: Sigma's numbers for JPEG and for what it is. */
static void x3f_section(struct writer *w, const struct made *jpeg, size_t *at, size_t *len)
{
    *at = add(w, "SECi\0\0\2\0\2\0\0\0\x12\0\0\0", 16);
    zeros(w, 12);
    (void)add(w, jpeg->data, jpeg->len);
    *len = 28 + jpeg->len;
}

static void make_x3f(struct writer *w)
{
    const struct made *jpegs[2] = {w->o->small, w->o->jpeg};
    size_t at[2], len[2], n = 0, dir;

    add(w, "FOVb\1\0\2\0", 8);
    zeros(w, 32);
    for (size_t i = 0; i < 2; i++)
        if (jpegs[i]) {
            x3f_section(w, jpegs[i], &at[n], &len[n]);
            n++;
        }
    dir = add(w, "SECd\0\0\2\0\0\0\0\0", 12);
    set(w, dir + 8, 4, (uint32_t)n);
    for (size_t i = 0; i < n; i++) {
        size_t e = add(w, "\0\0\0\0\0\0\0\0IMA2", 12);

        set(w, e, 4, (uint32_t)at[i]);
        set(w, e + 4, 4, (uint32_t)len[i]);
    }
    zeros(w, 4);
    set(w, w->file.len - 4, 4, (uint32_t)dir);
}

static size_t open_box(struct writer *w, const char *type)
{
    size_t at = w->file.len;

    made_append(&w->file, "\0\0\0\0", 4);
    made_append(&w->file, type, 4);
    return at;
}

static void close_box(struct writer *w, size_t at)
{
    set(w, at, 4, (uint32_t)(w->file.len - at));
}

/* A TIFF structure in a box. */
static void box_of_ifd(struct writer *w, const char *type, bool camera)
{
    struct writer inner = *w;
    size_t box = open_box(&inner, type);
    struct dir d;

    inner.msb = false;
    inner.base = inner.file.len;
    made_append(&inner.file, "II*\0\10\0\0\0", 8);
    d = begin(&inner);
    if (camera) {
        say_camera(&inner, &d);
    } else {
        text(&inner, &d, DATE, w->o->date);
        text(&inner, &d, LENS, w->o->lens);
        if (w->o->adobe_rgb)
            say_colours(&inner, &d);
    }
    w->file = inner.file;
    close_box(w, box);
}

/* A track of one sample, whose place goes to *place. */
static void track(struct writer *w, size_t *place, size_t bytes)
{
    size_t trak = open_box(w, "trak"), mdia = open_box(w, "mdia"), minf = open_box(w, "minf");
    size_t stbl = open_box(w, "stbl"), box = open_box(w, "stsz");

    zeros(w, 12);
    set(w, w->file.len - 8, 4, (uint32_t)bytes);
    set(w, w->file.len - 4, 4, 1);
    close_box(w, box);
    box = open_box(w, "co64");
    zeros(w, 16);
    set(w, w->file.len - 12, 4, 1);
    *place = w->file.len - 4;
    close_box(w, box);
    close_box(w, stbl);
    close_box(w, minf);
    close_box(w, mdia);
    close_box(w, trak);
}

static void cr3_preview(struct writer *w, const struct made *jpeg)
{
    static const char uuid[] = "\xea\xf4\x2b\x5e\x1c\x98\x4b\x88\xb9\xfb\xb7\xdc\x40\x6e\x4d\x16";
    size_t box = open_box(w, "uuid"), inside;

    made_append(&w->file, uuid, 16);
    zeros(w, 8);
    inside = open_box(w, "PRVW");
    zeros(w, 16);
    set(w, w->file.len - 4, 4, (uint32_t)jpeg->len);
    made_append(&w->file, jpeg->data, jpeg->len);
    close_box(w, inside);
    close_box(w, box);
}

static void make_cr3(struct writer *w)
{
    static const char uuid[] = "\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48";
    const struct made *jpeg = w->o->jpeg, *small = w->o->small;
    bool in_track = w->o->maker == MADE_CR3 && jpeg;
    size_t moov, box, place = 0;

    w->msb = true;
    made_append(&w->file,
                "\0\0\0\x18"
                "ftypcrx \0\0\0\1crx isom",
                24);
    moov = open_box(w, "moov");
    box = open_box(w, "uuid");
    made_append(&w->file, uuid, 16);
    box_of_ifd(w, "CMT1", true);
    box_of_ifd(w, "CMT2", false);
    close_box(w, box);
    if (in_track)
        track(w, &place, jpeg->len);
    close_box(w, moov);
    if (w->o->maker == MADE_CR3_UUID && jpeg)
        cr3_preview(w, jpeg);
    else if (small)
        cr3_preview(w, small);
    box = open_box(w, "mdat");
    if (in_track) {
        set(w, place, 4, (uint32_t)w->file.len);
        made_append(&w->file, jpeg->data, jpeg->len);
    }
    zeros(w, 64);
    close_box(w, box);
}

struct made make_raw(const struct made_raw *o)
{
    struct writer w = {.o = o};

    if (o->maker == MADE_RAF)
        make_raf(&w);
    else if (o->maker == MADE_X3F)
        make_x3f(&w);
    else if (o->maker == MADE_CR3 || o->maker == MADE_CR3_UUID)
        make_cr3(&w);
    else
        make_ifds(&w);
    return w.file;
}
