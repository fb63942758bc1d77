/* raw_ifds.c - directories of raw photos that are TIFF, or nearly; see raw_photo.h.  TIFF 6.0,
 * TIFF/EP, DNG 1.6 and what ExifTool's documentation says of the makers' tags. */
#include <string.h>

#include "core/codec/raw_photo.h"

enum {
    MAX_DIRS = 64,     /* looked at; what goes in circles ends here */
    MAX_SUBS = 16,     /* of one directory */
    MAX_VISITS = 256,  /* of directories of all kinds: boxes may hold any number of them */
    MAX_ENTRIES = 512, /* of one directory */
    VALUE_MAX = 2048   /* bytes of one that is kept */
};

enum {
    NEW_SUBFILE_TYPE = 0x00fe,
    OLD_SUBFILE_TYPE = 0x00ff,
    IMAGE_WIDTH = 0x0100,
    IMAGE_LENGTH = 0x0101,
    COMPRESSION = 0x0103,
    PHOTOMETRIC = 0x0106,
    STRIP_OFFSETS = 0x0111,
    STRIP_BYTES = 0x0117,
    TILE_OFFSETS = 0x0144,
    TILE_BYTES = 0x0145,
    SUB_IFDS = 0x014a,
    JPEG_OFFSET = 0x0201,
    JPEG_BYTES = 0x0202,
    PANASONIC_JPEG = 0x002e, /* a whole JPEG file as its value */
    XMP = 0x02bc,
    EXIF_IFD = 0x8769,
    GPS_IFD = 0x8825,
    MAKER_NOTE = 0x927c,
    DNG_VERSION = 0xc612,
    DNG_LENS_INFO = 0xc630,
    LENS_SPECIFICATION = 0xa432,
    COLOR_SPACE = 0xa001,
    INTEROPERABILITY = 0xa005,
    INTEROPERABILITY_INDEX = 1
};

enum {
    COMPRESSION_OLD_JPEG = 6,
    COMPRESSION_JPEG = 7,
    PHOTOMETRIC_MASK = 4,
    PHOTOMETRIC_CFA = 32803,
    PHOTOMETRIC_LINEAR_RAW = 34892
};

struct directory {
    uint64_t kind, old_kind, w, h, compression, photometric;
    struct tg_rawifd_entry offsets, bytes; /* of strips or tiles */
    uint64_t jpeg, jpeg_bytes;             /* a JPEG file, as in EXIF */
    uint64_t embedded, embedded_bytes;
    uint64_t exif, gps, subs[MAX_SUBS];
    size_t subs_len;
    bool dng, first, below; /* below: there are others below it, be they lost */
};

static unsigned type_bytes(unsigned type)
{
    static const uint8_t sizes[] = {1, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 1, 1, 8, 8, 8};

    return type < sizeof(sizes) ? sizes[type] : 1;
}

static uint64_t get(const struct tg_rawifds *t, uint64_t at, unsigned n)
{
    return tg_rawfile_get(&t->photo->file, at, n, t->msb);
}

/* The entry at `at`, with as many values as the file really has. */
static struct tg_rawifd_entry read_entry(const struct tg_rawifds *t, uint64_t at)
{
    unsigned room = t->big ? 8 : 4;
    struct tg_rawifd_entry e = {.tag = (unsigned)get(t, at, 2),
                                .type = (unsigned)get(t, at + 2, 2),
                                .count = get(t, at + 4, room),
                                .at = at + 4 + room};
    uint64_t bytes = type_bytes(e.type), size = t->photo->file.size, offset;

    if (e.count <= room / bytes)
        return e;
    offset = get(t, e.at, room);
    if (offset > size || t->base > size - offset || bytes > size - offset - t->base) {
        e.count = 0;
        return e;
    }
    e.at = t->base + offset;
    if (e.count > (size - e.at) / bytes)
        e.count = (size - e.at) / bytes;
    return e;
}

uint64_t tg_rawifd_value(const struct tg_rawifds *t, const struct tg_rawifd_entry *e, uint64_t i)
{
    unsigned bytes = type_bytes(e->type);

    return i < e->count ? get(t, e->at + i * bytes, bytes) : 0;
}

bool tg_rawifds_init(struct tg_rawifds *t, uint64_t *first)
{
    const uint8_t *p = tg_rawfile_at(&t->photo->file, t->base, 8);

    if (!p || (memcmp(p, "II", 2) != 0 && memcmp(p, "MM", 2) != 0))
        return false;
    t->msb = p[0] == 'M';
    t->big = p[t->msb ? 3 : 2] == 43 && p[t->msb ? 2 : 3] == 0;
    *first = t->big ? get(t, t->base + 8, 8) : get(t, t->base + 4, 4);
    return true;
}

uint64_t tg_rawifds_visit(const struct tg_rawifds *t, uint64_t offset, tg_rawifd_visit_fn *visit,
                          void *ctx)
{
    unsigned count_bytes = t->big ? 8 : 2, entry_bytes = t->big ? 20 : 12;
    uint64_t size = t->photo->file.size, at, n;

    if (offset == 0 || t->base > size || offset > size - t->base || t->photo->visited == MAX_VISITS)
        return 0;
    t->photo->visited++;
    at = t->base + offset;
    n = get(t, at, count_bytes);
    at += count_bytes;
    if (n > MAX_ENTRIES) /* nothing that is a directory */
        return 0;
    for (uint64_t i = 0; i < n && at < size; i++, at += entry_bytes) {
        struct tg_rawifd_entry e = read_entry(t, at);

        visit(t, &e, ctx);
    }
    return get(t, at, t->big ? 8 : 4);
}

void tg_rawifd_keep(const struct tg_rawifds *t, const struct tg_rawifd_entry *e,
                    enum tg_rawexif_ifd ifd, unsigned tag)
{
    struct tg_rawexif *x = &t->photo->exif;
    uint64_t bytes = e->count * type_bytes(e->type); /* no more than the file has */
    const uint8_t *value;

    if (bytes == 0 || bytes > VALUE_MAX || e->type > 12)
        return;
    if (x->len == 0)
        x->msb = t->msb;
    value = tg_rawfile_at(&t->photo->file, e->at, (size_t)bytes);
    if (value && x->msb == t->msb)
        tg_rawexif_add(x, ifd, tag, e->type, (uint32_t)e->count, value, (size_t)bytes);
}

struct keeping {
    enum tg_rawexif_ifd ifd;
    struct tg_rawifd_entry note;
    uint64_t space, interoperability; /* the latter a directory */
};

static void keep_entry(const struct tg_rawifds *t, const struct tg_rawifd_entry *e, void *ctx)
{
    struct keeping *k = ctx;

    if (tg_rawexif_wants(k->ifd, e->tag))
        tg_rawifd_keep(t, e, k->ifd, e->tag);
    if (k->ifd != TG_RAWEXIF_PHOTO)
        return;
    if (e->tag == MAKER_NOTE)
        k->note = *e;
    else if (e->tag == COLOR_SPACE)
        k->space = tg_rawifd_value(t, e, 0);
    else if (e->tag == INTEROPERABILITY)
        k->interoperability = tg_rawifd_value(t, e, 0);
}

static void find_option_file(const struct tg_rawifds *t, const struct tg_rawifd_entry *e, void *ctx)
{
    const uint8_t *p = tg_rawfile_at(&t->photo->file, e->at, 3);

    if (e->tag == INTEROPERABILITY_INDEX && e->count >= 3 && p && memcmp(p, "R03", 3) == 0)
        *(bool *)ctx = true;
}

/* As exif.c does for a block. */
static void note_space(const struct tg_rawifds *t, const struct keeping *k)
{
    enum { ADOBE_RGB = 2, UNCALIBRATED = 0xffff };
    bool option_file = false;

    if (k->space == UNCALIBRATED && k->interoperability)
        (void)tg_rawifds_visit(t, k->interoperability, find_option_file, &option_file);
    t->photo->adobe_rgb |= k->space == ADOBE_RGB || option_file;
}

void tg_rawifds_keep(const struct tg_rawifds *t, uint64_t offset, enum tg_rawexif_ifd ifd)
{
    struct keeping k = {.ifd = ifd};

    (void)tg_rawifds_visit(t, offset, keep_entry, &k);
    note_space(t, &k);
    if (k.note.count)
        tg_rawmaker_read(t, &k.note);
}

/* Packed by cameras: nothing else uses these.  Sony, Epson, Samsung, Kodak, Nikon, Pentax. */
static bool is_raw_compression(uint64_t compression)
{
    static const uint16_t kinds[] = {32767, 32769, 32770, 32772, 32867, 34713, 65000, 65535};

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (kinds[i] == compression)
            return true;
    return false;
}

bool tg_rawifd_is_sensor(uint64_t photometric, uint64_t compression)
{
    return photometric == PHOTOMETRIC_CFA || photometric == PHOTOMETRIC_LINEAR_RAW ||
           is_raw_compression(compression);
}

/* What it takes to know where the pictures are. */
static void note_entry(const struct tg_rawifds *t, const struct tg_rawifd_entry *e,
                       struct directory *d)
{
    switch (e->tag) {
    case NEW_SUBFILE_TYPE:
        d->kind = tg_rawifd_value(t, e, 0);
        break;
    case OLD_SUBFILE_TYPE:
        d->old_kind = tg_rawifd_value(t, e, 0);
        break;
    case IMAGE_WIDTH:
        d->w = tg_rawifd_value(t, e, 0);
        break;
    case IMAGE_LENGTH:
        d->h = tg_rawifd_value(t, e, 0);
        break;
    case COMPRESSION:
        d->compression = tg_rawifd_value(t, e, 0);
        break;
    case PHOTOMETRIC:
        d->photometric = tg_rawifd_value(t, e, 0);
        break;
    case STRIP_OFFSETS:
    case TILE_OFFSETS:
        d->offsets = *e;
        break;
    case STRIP_BYTES:
    case TILE_BYTES:
        d->bytes = *e;
        break;
    case JPEG_OFFSET:
        d->jpeg = tg_rawifd_value(t, e, 0);
        break;
    case JPEG_BYTES:
        d->jpeg_bytes = tg_rawifd_value(t, e, 0);
        break;
    case PANASONIC_JPEG:
        d->embedded = e->at;
        d->embedded_bytes = e->count * type_bytes(e->type);
        break;
    default:
        break;
    }
}

/* What leads to other directories, and to what is said of the photo. */
static void visit_entry(const struct tg_rawifds *t, const struct tg_rawifd_entry *e, void *ctx)
{
    struct directory *d = ctx;

    note_entry(t, e, d);
    if (d->first && tg_rawexif_wants(TG_RAWEXIF_MAIN, e->tag))
        tg_rawifd_keep(t, e, TG_RAWEXIF_MAIN, e->tag);
    switch (e->tag) {
    case SUB_IFDS:
        d->below = true;
        while (d->subs_len < MAX_SUBS && d->subs_len < e->count) {
            d->subs[d->subs_len] = tg_rawifd_value(t, e, d->subs_len);
            d->subs_len++;
        }
        break;
    case EXIF_IFD:
        d->exif = tg_rawifd_value(t, e, 0);
        break;
    case GPS_IFD:
        d->gps = tg_rawifd_value(t, e, 0);
        break;
    case DNG_VERSION:
        d->dng = true;
        break;
    case DNG_LENS_INFO:
        tg_rawifd_keep(t, e, TG_RAWEXIF_PHOTO, LENS_SPECIFICATION);
        break;
    case XMP:
        if (d->first) {
            t->photo->xmp = e->at;
            t->photo->xmp_bytes = e->count * type_bytes(e->type);
        }
        break;
    default:
        break;
    }
}

/* A smaller version of another picture of the file, or its mask (TIFF 6.0, p. 36). */
static bool is_secondary(const struct directory *d)
{
    return (d->kind & 5) || d->old_kind == 2 || d->photometric == PHOTOMETRIC_MASK;
}

/* JPEG data in one piece is a JPEG file; tables of JPEGTables it would lack are for tiles. */
static void offer_previews(const struct tg_rawifds *t, const struct directory *d)
{
    struct tg_rawphoto *p = t->photo;
    bool packed = d->compression == COMPRESSION_OLD_JPEG || d->compression == COMPRESSION_JPEG;

    if (d->jpeg)
        tg_rawphoto_offer(p, t->base + d->jpeg, d->jpeg_bytes);
    if (d->embedded)
        tg_rawphoto_offer(p, d->embedded, d->embedded_bytes);
    if (packed && d->offsets.count == 1 && !tg_rawifd_is_sensor(d->photometric, 0))
        tg_rawphoto_offer(p, t->base + tg_rawifd_value(t, &d->offsets, 0),
                          tg_rawifd_value(t, &d->bytes, 0));
}

/* What a whole walk finds of what the pictures are. */
struct findings {
    bool full, sized, sensor; /* a page that is no smaller version; one that has a size at all */
    bool reduced_first, preview_first;
};

static void note_directory(const struct tg_rawifds *t, const struct directory *d,
                           struct findings *f)
{
    bool sensor = tg_rawifd_is_sensor(d->photometric, d->compression);
    struct tg_rawphoto *p = t->photo;

    f->sensor = f->sensor || d->dng || sensor;
    if (d->first) {
        f->reduced_first = is_secondary(d) && d->below;
        f->preview_first = d->jpeg != 0;
    }
    if (d->w == 0 || d->h == 0)
        return;
    f->sized = true;
    f->full = f->full || !is_secondary(d);
    if (sensor && d->w < UINT32_MAX && d->h < UINT32_MAX && d->w > p->across) {
        p->across = (uint32_t)d->w;
        p->down = (uint32_t)d->h;
    }
}

static bool was_seen(const uint64_t *seen, size_t n, uint64_t at)
{
    for (size_t i = 0; i < n; i++)
        if (seen[i] == at)
            return true;
    return false;
}

static void walk(const struct tg_rawifds *t, uint64_t first, struct findings *f)
{
    uint64_t stack[MAX_DIRS + MAX_SUBS] = {first}, seen[MAX_DIRS];
    size_t depth = 1;

    for (size_t n = 0; depth > 0 && n < MAX_DIRS; n++) {
        struct directory d = {.first = n == 0};
        uint64_t next;

        seen[n] = stack[--depth];
        if (was_seen(seen, n, seen[n]))
            continue;
        next = tg_rawifds_visit(t, seen[n], visit_entry, &d);
        offer_previews(t, &d);
        note_directory(t, &d, f);
        if (d.exif)
            tg_rawifds_keep(t, d.exif, TG_RAWEXIF_PHOTO);
        if (d.gps)
            tg_rawifds_keep(t, d.gps, TG_RAWEXIF_GPS);
        if (next && depth < MAX_DIRS)
            stack[depth++] = next;
        for (size_t i = d.subs_len; i > 0 && depth < MAX_DIRS + MAX_SUBS; i--)
            stack[depth++] = d.subs[i - 1];
    }
}

/* Some cameras' files say what they are nowhere: a small picture stands in front of one that cannot
 * be found. */
void tg_rawifds_walk(struct tg_rawphoto *p)
{
    struct tg_rawifds t = {.photo = p};
    struct findings f = {0};
    uint64_t first;

    if (!tg_rawifds_init(&t, &first))
        return;
    walk(&t, first, &f);
    p->raw = p->raw || f.sensor || (!f.full && f.reduced_first) || (!f.sized && f.preview_first);
}
