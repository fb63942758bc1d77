/* raw_exif.c - an EXIF block of what a raw photo's directories say; see raw_photo.h.  Tags are
 * those of Exif 2.32.  A raw photo as a whole is no block: libexif takes 64 KiB, and makers' notes
 * are of no use. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/codec/raw_photo.h"

enum { ORIENTATION = 0x0112, LENS_SPECIFICATION = 0xa432, LENS_MODEL = 0xa434 };
enum { ASCII = 2, SHORT = 3, LONG = 4, RATIONAL = 5 };
enum { PREFIX = 6, HEADER = 8, ENTRY = 12 };

/* All that is shown, and what people keep metadata for. */
bool tg_rawexif_wants(enum tg_rawexif_ifd ifd, unsigned tag)
{
    static const uint16_t main[] = {0x010e, 0x010f, 0x0110, 0x0112, 0x0131, 0x0132, 0x013b,
                                    0x8298, 0x9c9b, 0x9c9c, 0x9c9d, 0x9c9e, 0x9c9f};
    static const uint16_t photo[] = {
        0x829a, 0x829d, 0x8822, 0x8827, 0x8830, 0x9000, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012,
        0x9201, 0x9202, 0x9204, 0x9205, 0x9207, 0x9208, 0x9209, 0x920a, 0x9286, 0x9290, 0x9291,
        0x9292, 0xa001, 0xa402, 0xa403, 0xa405, 0xa406, 0xa430, 0xa432, 0xa433, 0xa434};
    const uint16_t *tags = ifd == TG_RAWEXIF_MAIN ? main : photo;
    size_t n = ifd == TG_RAWEXIF_MAIN ? sizeof(main) / 2 : sizeof(photo) / 2;

    for (size_t i = 0; i < n; i++)
        if (tags[i] == tag && ifd != TG_RAWEXIF_GPS)
            return true;
    return ifd == TG_RAWEXIF_GPS && tag < 0x20;
}

static const struct tg_rawexif_entry *find(const struct tg_rawexif *x, enum tg_rawexif_ifd ifd,
                                           unsigned tag)
{
    for (size_t i = 0; i < x->len; i++)
        if (x->entries[i].ifd == ifd && x->entries[i].tag == tag)
            return &x->entries[i];
    return NULL;
}

void tg_rawexif_add(struct tg_rawexif *x, enum tg_rawexif_ifd ifd, unsigned tag, unsigned type,
                    uint32_t count, const uint8_t *value, size_t bytes)
{
    if (x->len == TG_RAWEXIF_ENTRIES || bytes > TG_RAWEXIF_DATA - x->used || find(x, ifd, tag))
        return;
    x->entries[x->len++] = (struct tg_rawexif_entry){
        (uint16_t)ifd, (uint16_t)tag, (uint16_t)type, count, (uint32_t)x->used, (uint32_t)bytes};
    memcpy(x->data + x->used, value, bytes);
    x->used += bytes;
}

static uint32_t get(const struct tg_rawexif *x, const uint8_t *p, unsigned n)
{
    uint32_t v = 0;

    for (unsigned i = 0; i < n; i++)
        v |= (uint32_t)p[i] << 8 * (x->msb ? n - 1 - i : i);
    return v;
}

static void put(const struct tg_rawexif *x, uint8_t *p, unsigned n, uint32_t v)
{
    for (unsigned i = 0; i < n; i++)
        p[i] = (uint8_t)(v >> 8 * (x->msb ? n - 1 - i : i));
}

unsigned tg_rawexif_short(const struct tg_rawexif *x, enum tg_rawexif_ifd ifd, unsigned tag)
{
    const struct tg_rawexif_entry *e = find(x, ifd, tag);

    return e && e->type == SHORT && e->bytes >= 2 ? get(x, x->data + e->at, 2) : 0;
}

/* Tenths of the i-th rational, 0 if it is none or beyond what lenses have. */
static unsigned tenths(const struct tg_rawexif *x, const uint8_t *rationals, unsigned i)
{
    enum { MOST = 5000 };
    uint64_t n = get(x, rationals + 8 * (size_t)i, 4), d = get(x, rationals + 8 * (size_t)i + 4, 4);

    n = d ? (n * 10 + d / 2) / d : 0;
    return n <= 10 * MOST ? (unsigned)n : 0;
}

/* "18-70mm f/3.5-4.5" */
static int put_range(char *to, size_t room, const char *before, unsigned from, unsigned to_value,
                     const char *after)
{
    char text[2][16];
    const unsigned v[2] = {from, to_value};

    for (int i = 0; i < 2; i++)
        (void)snprintf(text[i], sizeof(text[i]), v[i] % 10 ? "%u.%u" : "%u", v[i] / 10, v[i] % 10);
    return from == to_value || !to_value
               ? snprintf(to, room, "%s%s%s", before, text[0], after)
               : snprintf(to, room, "%s%s-%s%s", before, text[0], text[1], after);
}

void tg_rawexif_name_lens(struct tg_rawexif *x)
{
    const struct tg_rawexif_entry *e = find(x, TG_RAWEXIF_PHOTO, LENS_SPECIFICATION);
    const uint8_t *v;
    char name[64];
    int n;

    if (!e || e->type != RATIONAL || e->bytes < 32 || find(x, TG_RAWEXIF_PHOTO, LENS_MODEL))
        return;
    v = x->data + e->at;
    if (!tenths(x, v, 0))
        return;
    n = put_range(name, sizeof(name), "", tenths(x, v, 0), tenths(x, v, 1), "mm");
    if (tenths(x, v, 2))
        (void)put_range(name + n, sizeof(name) - (size_t)n, " f/", tenths(x, v, 2), tenths(x, v, 3),
                        "");
    tg_rawexif_add(x, TG_RAWEXIF_PHOTO, LENS_MODEL, ASCII, (uint32_t)strlen(name) + 1,
                   (const uint8_t *)name, strlen(name) + 1);
}

/* A block as it is written. */
struct writer {
    const struct tg_rawexif *x;
    uint8_t *tiff;
    size_t entry, data; /* where the next ones go */
};

static void put_entry(struct writer *w, unsigned tag, unsigned type, uint32_t count,
                      const uint8_t *value, size_t bytes)
{
    uint8_t *p = w->tiff + w->entry;

    put(w->x, p, 2, tag);
    put(w->x, p + 2, 2, type);
    put(w->x, p + 4, 4, count);
    if (bytes <= 4) {
        memcpy(p + 8, value, bytes);
    } else {
        put(w->x, p + 8, 4, (uint32_t)w->data);
        memcpy(w->tiff + w->data, value, bytes);
        w->data += bytes + bytes % 2;
    }
    w->entry += ENTRY;
}

static void put_number(struct writer *w, unsigned tag, unsigned type, uint32_t v)
{
    uint8_t value[4];
    unsigned bytes = type == SHORT ? 2 : 4;

    put(w->x, value, bytes, v);
    put_entry(w, tag, type, 1, value, bytes);
}

static void put_entries(struct writer *w, enum tg_rawexif_ifd ifd, unsigned from, unsigned to)
{
    for (size_t i = 0; i < w->x->len; i++) {
        const struct tg_rawexif_entry *e = &w->x->entries[i];

        if (e->ifd == ifd && e->tag >= from && e->tag < to)
            put_entry(w, e->tag, e->type, e->count, w->x->data + e->at, e->bytes);
    }
}

static uint32_t count_entries(const struct tg_rawexif *x, enum tg_rawexif_ifd ifd)
{
    uint32_t n = 0;

    for (size_t i = 0; i < x->len; i++)
        n += x->entries[i].ifd == ifd &&
             !(ifd == TG_RAWEXIF_MAIN && x->entries[i].tag == ORIENTATION);
    return n;
}

static size_t directory_bytes(uint32_t entries)
{
    return 2 + ENTRY * (size_t)entries + 4;
}

static void put_directory(struct writer *w, enum tg_rawexif_ifd ifd, size_t at, uint32_t n)
{
    put(w->x, w->tiff + at, 2, n);
    w->entry = at + 2;
    put_entries(w, ifd, 0, 0x10000);
}

struct tg_err *tg_rawexif_block(const struct tg_rawexif *x, unsigned orientation,
                                struct tg_blob *block)
{
    enum { EXIF_IFD = 0x8769, GPS_IFD = 0x8825 };
    uint32_t n = count_entries(x, TG_RAWEXIF_MAIN) + 3, photo = count_entries(x, TG_RAWEXIF_PHOTO),
             gps = count_entries(x, TG_RAWEXIF_GPS);
    size_t photo_at = HEADER + directory_bytes(n), gps_at = photo_at + directory_bytes(photo);
    size_t data = gps_at + directory_bytes(gps), most = PREFIX + data + x->used + x->len;
    uint8_t *bytes = calloc(1, most);
    struct writer w = {x, bytes + PREFIX, HEADER + 2, data};

    if (!bytes)
        return tg_err_nomem();
    memcpy(bytes, x->msb ? "Exif\0\0MM\0*" : "Exif\0\0II*\0", 10);
    put(x, w.tiff + 4, 4, HEADER);
    put(x, w.tiff + HEADER, 2, n);
    put_entries(&w, TG_RAWEXIF_MAIN, 0, ORIENTATION);
    put_number(&w, ORIENTATION, SHORT, orientation);
    put_entries(&w, TG_RAWEXIF_MAIN, ORIENTATION + 1, EXIF_IFD);
    put_number(&w, EXIF_IFD, LONG, (uint32_t)photo_at);
    put_number(&w, GPS_IFD, LONG, (uint32_t)gps_at);
    put_entries(&w, TG_RAWEXIF_MAIN, GPS_IFD + 1, 0x10000);
    put_directory(&w, TG_RAWEXIF_PHOTO, photo_at, photo);
    put_directory(&w, TG_RAWEXIF_GPS, gps_at, gps);
    tg_blob_release(block);
    *block = (struct tg_blob){bytes, PREFIX + w.data};
    return NULL;
}
