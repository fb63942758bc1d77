/* tiff_pages.c - which directory of a TIFF holds its picture, and whether it is a raw photo.
 * A walk of our own: libtiff refuses a file whose first directory is no picture, as raw photos'
 * often are. */
#include <string.h>

#include "core/codec/raw_photo.h"
#include "core/codec/tiff.h"

enum {
    MAX_DIRS = 64, /* looked at; what goes in circles ends here */
    MAX_SUBS = 16, /* of one directory */
    RAW_TEXT = 8,  /* where Phase One's files, and Leaf's, say what they are */
    THUMBNAIL = 640
};

/* Tags and values that libtiff has no names for. */
enum { TYPE_SHORT = 3, TYPE_LONG = 4, TYPE_IFD = 13, TYPE_LONG8 = 16, TYPE_IFD8 = 18 };

struct walk {
    uint8_t *data; /* of the file */
    size_t len;
    bool msb, big; /* big-endian; BigTIFF */
    uint64_t stack[MAX_DIRS + MAX_SUBS];
    size_t depth;
};

struct entry {
    unsigned tag, type;
    uint64_t count;
    size_t at; /* of the values, none of which lies beyond the end of the file */
};

struct directory {
    uint64_t kind, old_kind, w, h, compression, photometric, orientation, next;
    uint64_t subs[MAX_SUBS];
    size_t subs_len;
    bool dng, preview; /* preview: a JPEG file, as in EXIF */
    bool canon_1d, back;
};

/* n <= 8 bytes at `at`, which the caller has checked. */
static uint64_t get(const struct walk *w, size_t at, unsigned n)
{
    uint64_t v = 0;

    for (unsigned i = 0; i < n; i++)
        v |= (uint64_t)w->data[at + i] << 8 * (w->msb ? n - 1 - i : i);
    return v;
}

static bool inside(const struct walk *w, uint64_t at, uint64_t n)
{
    return at <= w->len && n <= w->len - at;
}

static unsigned type_bytes(unsigned type)
{
    switch (type) {
    case TYPE_SHORT:
        return 2;
    case TYPE_LONG:
    case TYPE_IFD:
        return 4;
    case TYPE_LONG8:
    case TYPE_IFD8:
        return 8;
    default:
        return 1;
    }
}

/* The entry at `at`, with as many values as the file really has. */
static struct entry read_entry(const struct walk *w, size_t at)
{
    unsigned room = w->big ? 8 : 4;
    struct entry e = {.tag = (unsigned)get(w, at, 2),
                      .type = (unsigned)get(w, at + 2, 2),
                      .count = get(w, at + 4, room),
                      .at = at + 4 + room};
    unsigned bytes = type_bytes(e.type);
    uint64_t offset;

    if (e.count <= room / bytes)
        return e;
    offset = get(w, e.at, room);
    if (!inside(w, offset, bytes)) {
        e.count = 0;
        return e;
    }
    e.at = (size_t)offset;
    if (e.count > (w->len - e.at) / bytes)
        e.count = (w->len - e.at) / bytes;
    return e;
}

static uint64_t value(const struct walk *w, const struct entry *e, uint64_t i)
{
    unsigned bytes = type_bytes(e->type);

    return i < e->count ? get(w, e->at + (size_t)i * bytes, bytes) : 0;
}

static bool begins(const struct walk *w, const struct entry *e, const char *text)
{
    return e->count >= strlen(text) && memcmp(w->data + e->at, text, strlen(text)) == 0;
}

static void note_entry(const struct walk *w, const struct entry *e, struct directory *d)
{
    switch (e->tag) {
    case TIFFTAG_SUBFILETYPE:
        d->kind = value(w, e, 0);
        break;
    case TIFFTAG_OSUBFILETYPE:
        d->old_kind = value(w, e, 0);
        break;
    case TIFFTAG_IMAGEWIDTH:
        d->w = value(w, e, 0);
        break;
    case TIFFTAG_IMAGELENGTH:
        d->h = value(w, e, 0);
        break;
    case TIFFTAG_COMPRESSION:
        d->compression = value(w, e, 0);
        break;
    case TIFFTAG_PHOTOMETRIC:
        d->photometric = value(w, e, 0);
        break;
    case TIFFTAG_ORIENTATION:
        d->orientation = value(w, e, 0);
        break;
    case TIFFTAG_MAKE:
        d->back = begins(w, e, "Phase One") || begins(w, e, "Leaf") || begins(w, e, "Mamiya");
        break;
    case TIFFTAG_MODEL:
        d->canon_1d = begins(w, e, "EOS-1D") || begins(w, e, "Canon EOS-1D");
        break;
    case TIFFTAG_SUBIFD:
        while (d->subs_len < MAX_SUBS && d->subs_len < e->count) {
            d->subs[d->subs_len] = value(w, e, d->subs_len);
            d->subs_len++;
        }
        break;
    case TIFFTAG_JPEGIFOFFSET:
        d->preview = true;
        break;
    case TIFFTAG_DNGVERSION:
        d->dng = true;
        break;
    default:
        break;
    }
}

/* False if nothing of it lies in the file.  *n: its entries, *first: where they begin. */
static bool find_entries(const struct walk *w, uint64_t offset, size_t *n, size_t *first)
{
    unsigned count_bytes = w->big ? 8 : 2, entry_bytes = w->big ? 20 : 12;
    uint64_t count;

    if (offset == 0 || !inside(w, offset, count_bytes))
        return false;
    count = get(w, (size_t)offset, count_bytes);
    *first = (size_t)offset + count_bytes;
    if (count > (w->len - *first) / entry_bytes)
        count = (w->len - *first) / entry_bytes;
    *n = count > UINT16_MAX ? UINT16_MAX : (size_t)count;
    return *n > 0;
}

static bool read_directory(const struct walk *w, uint64_t offset, struct directory *d)
{
    unsigned entry_bytes = w->big ? 20 : 12, room = w->big ? 8 : 4;
    size_t n, first;

    *d = (struct directory){0};
    if (!find_entries(w, offset, &n, &first))
        return false;
    for (size_t i = 0; i < n; i++) {
        struct entry e = read_entry(w, first + i * entry_bytes);

        note_entry(w, &e, d);
    }
    if (inside(w, first + n * entry_bytes, room))
        d->next = get(w, first + n * entry_bytes, room);
    return true;
}

static bool is_raw(const struct directory *d)
{
    return d->dng || tg_rawifd_is_sensor(d->photometric, d->compression);
}

/* TIFF 6.0, p. 36: a smaller version of another picture of the file, or its mask. */
static bool is_secondary(const struct directory *d)
{
    return (d->kind & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) ||
           d->old_kind == OFILETYPE_REDUCEDIMAGE || d->photometric == PHOTOMETRIC_MASK;
}

/* What a whole walk finds. */
struct findings {
    struct directory first;
    uint64_t full, any; /* the first page that is no smaller version; that has a size at all */
    size_t sized;       /* directories with a size */
    bool raw, large;    /* large: some picture is larger than thumbnails are */
};

static void note_directory(const struct directory *d, uint64_t offset, struct findings *f)
{
    f->raw = f->raw || is_raw(d);
    if (d->w == 0 || d->h == 0)
        return;
    f->sized++;
    f->large = f->large || d->w > THUMBNAIL || d->h > THUMBNAIL;
    if (f->any == 0)
        f->any = offset;
    if (f->full == 0 && !is_secondary(d))
        f->full = offset;
}

/* Directories in the order in which their pictures come: below one first, then those behind it. */
static void walk_directories(struct walk *w, uint64_t offset, struct findings *f)
{
    struct directory d;

    w->stack[w->depth++] = offset;
    for (unsigned seen = 0; w->depth > 0 && seen < MAX_DIRS; seen++) {
        uint64_t at = w->stack[--w->depth];

        if (!read_directory(w, at, &d))
            continue;
        if (seen == 0)
            f->first = d;
        note_directory(&d, at, f);
        if (d.next && w->depth < MAX_DIRS)
            w->stack[w->depth++] = d.next;
        for (size_t i = d.subs_len; i > 0 && w->depth < MAX_DIRS + MAX_SUBS; i--)
            w->stack[w->depth++] = d.subs[i - 1];
    }
}

/* Cameras' files that say so nowhere: backs of Phase One and Leaf by their beginning, Canon's first
 * EOS-1D by its name, and a small picture in front of one that cannot be found. */
static bool looks_raw(const struct walk *w, const struct findings *f)
{
    const struct directory *d = &f->first;
    const char *text = (const char *)w->data + RAW_TEXT;

    if (inside(w, RAW_TEXT, 8) && (memcmp(text, "IIII", 4) == 0 || memcmp(text, "MMMM", 4) == 0) &&
        (d->back || memcmp(text + 5, "waR", 3) == 0 || memcmp(text + 4, "Raw", 3) == 0))
        return true;
    if (d->canon_1d && f->sized > 1 && !f->large)
        return true;
    if (f->full)
        return false;
    return (is_secondary(d) && d->subs_len > 0) || (f->any == 0 && d->preview);
}

/* *first: the offset of the first directory.  False if the file ends before it is told. */
static bool start_walk(struct walk *w, const struct tg_blob *file, uint64_t *first)
{
    *w = (struct walk){.data = file->data, .len = file->len};
    if (file->len < 8)
        return false;
    w->msb = file->data[0] == 'M';
    w->big = get(w, 2, 2) == TIFF_VERSION_BIG;
    if (w->big && file->len < 16)
        return false;
    *first = w->big ? get(w, 8, 8) : get(w, 4, 4);
    return true;
}

struct tg_tiff_choice tg_tiff_choose(const struct tg_blob *file)
{
    struct tg_tiff_choice choice = {0};
    struct findings f = {0};
    struct walk w;

    if (!start_walk(&w, file, &choice.first))
        return choice;
    walk_directories(&w, choice.first, &f);
    choice.picture = f.full ? f.full : f.any ? f.any : choice.first;
    choice.orientation = f.first.orientation;
    choice.raw = f.raw || looks_raw(&w, &f);
    return choice;
}

static void put(const struct walk *w, size_t at, unsigned n, uint64_t v)
{
    for (unsigned i = 0; i < n; i++)
        w->data[at + i] = (uint8_t)(v >> 8 * (w->msb ? n - 1 - i : i));
}

/* Both lists may be of any whole type. */
static void clip_counts(const struct walk *w, const struct entry *offsets,
                        const struct entry *counts)
{
    unsigned bytes = type_bytes(counts->type);

    for (uint64_t i = 0; i < offsets->count && i < counts->count; i++) {
        uint64_t offset = value(w, offsets, i), n = value(w, counts, i);

        if (offset < w->len && n > w->len - offset) /* less than it was, so there is room for it */
            put(w, counts->at + (size_t)i * bytes, bytes, w->len - offset);
    }
}

void tg_tiff_clip(const struct tg_blob *file, uint64_t offset)
{
    struct entry offsets = {0}, counts = {0};
    size_t n, first = 0;
    uint64_t unused;
    struct walk w;

    if (!start_walk(&w, file, &unused) || !find_entries(&w, offset, &n, &first))
        return;
    for (size_t i = 0; i < n; i++) {
        struct entry e = read_entry(&w, first + i * (w.big ? 20 : 12));

        if (e.tag == TIFFTAG_STRIPOFFSETS || e.tag == TIFFTAG_TILEOFFSETS)
            offsets = e;
        else if (e.tag == TIFFTAG_STRIPBYTECOUNTS || e.tag == TIFFTAG_TILEBYTECOUNTS)
            counts = e;
    }
    clip_counts(&w, &offsets, &counts);
}
