/* tiff_pages.c - which directories of a TIFF hold its picture and smaller versions of it, and
 * whether it is a raw photo.
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
    struct tg_rawfile *file;
    bool msb, big; /* big-endian; BigTIFF */
    uint64_t stack[MAX_DIRS + MAX_SUBS];
    size_t depth;
};

struct entry {
    unsigned tag, type;
    uint64_t count;
    uint64_t at; /* of the values, none of which lies beyond the end of the file */
};

struct directory {
    uint64_t kind, old_kind, w, h, compression, photometric, orientation, next;
    uint64_t subs[MAX_SUBS];
    size_t subs_len;
    bool tiled, dng, preview; /* preview: a JPEG file, as in EXIF */
    bool canon_1d, back;
};

/* n <= 8 bytes; 0 beyond the end of the file. */
static uint64_t get(const struct walk *w, uint64_t at, unsigned n)
{
    return tg_rawfile_get(w->file, at, n, w->msb);
}

static bool inside(const struct walk *w, uint64_t at, uint64_t n)
{
    return at <= w->file->size && n <= w->file->size - at;
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
static struct entry read_entry(const struct walk *w, uint64_t at)
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
    e.at = offset;
    if (e.count > (w->file->size - e.at) / bytes)
        e.count = (w->file->size - e.at) / bytes;
    return e;
}

static uint64_t value(const struct walk *w, const struct entry *e, uint64_t i)
{
    unsigned bytes = type_bytes(e->type);

    return i < e->count ? get(w, e->at + i * bytes, bytes) : 0;
}

static bool begins(const struct walk *w, const struct entry *e, const char *text)
{
    const uint8_t *p = tg_rawfile_at(w->file, e->at, strlen(text));

    return e->count >= strlen(text) && p && memcmp(p, text, strlen(text)) == 0;
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
    case TIFFTAG_TILEWIDTH:
        d->tiled = true;
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
static bool find_entries(const struct walk *w, uint64_t offset, size_t *n, uint64_t *first)
{
    unsigned count_bytes = w->big ? 8 : 2, entry_bytes = w->big ? 20 : 12;
    uint64_t count;

    if (offset == 0 || !inside(w, offset, count_bytes))
        return false;
    count = get(w, offset, count_bytes);
    *first = offset + count_bytes;
    if (count > (w->file->size - *first) / entry_bytes)
        count = (w->file->size - *first) / entry_bytes;
    *n = count > UINT16_MAX ? UINT16_MAX : (size_t)count;
    return *n > 0;
}

static bool read_directory(const struct walk *w, uint64_t offset, struct directory *d)
{
    unsigned entry_bytes = w->big ? 20 : 12, room = w->big ? 8 : 4;
    uint64_t first;
    size_t n;

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
    struct directory first, picture; /* picture: the first page that is no smaller version */
    uint64_t full, any; /* offsets of `picture` and of the first page that has a size at all */
    size_t sized;       /* directories with a size */
    bool raw, large;    /* large: some picture is larger than thumbnails are */
    /* Smaller versions of `picture`, perhaps. */
    struct tg_tiff_smaller smaller[TG_TIFF_SMALLER];
    size_t smaller_len, guessed; /* of which none was said to be so */
    uint64_t last_w, last_h;     /* of the chain of pages that each are half of the one before */
    bool over;                   /* another picture has come */
};

/* A smaller version and nothing else: microscopes' photos of the whole slide are more. */
static bool is_reduced(const struct directory *d)
{
    return d->photometric != PHOTOMETRIC_MASK &&
           (d->kind ? d->kind == FILETYPE_REDUCEDIMAGE : d->old_kind == OFILETYPE_REDUCEDIMAGE);
}

static bool is_half(uint64_t whole, uint64_t half)
{
    return half == whole / 2 || half == whole / 2 + whole % 2;
}

/* Pages behind the picture are smaller versions of it if they say so and come before the next
 * picture, or if all there are have tiles and half of the pixels of the one before: the pyramids of
 * programs for microscopes. */
static void note_smaller(const struct directory *d, uint64_t offset, struct findings *f)
{
    bool said = is_secondary(d);

    if (f->over || (said && !is_reduced(d)))
        return;
    if (said ? f->guessed > 0
             : !d->tiled || !f->picture.tiled || f->guessed < f->smaller_len ||
                   !is_half(f->last_w, d->w) || !is_half(f->last_h, d->h)) {
        f->over = true;
        f->smaller_len -= f->guessed;
        return;
    }
    if (f->smaller_len == TG_TIFF_SMALLER ||
        (d->orientation && f->picture.orientation && d->orientation != f->picture.orientation))
        return;
    f->smaller[f->smaller_len++] = (struct tg_tiff_smaller){offset, d->w, d->h};
    f->guessed += !said;
    f->last_w = d->w;
    f->last_h = d->h;
}

static void note_directory(const struct directory *d, uint64_t offset, struct findings *f)
{
    f->raw = f->raw || is_raw(d);
    if (d->w == 0 || d->h == 0)
        return;
    f->sized++;
    f->large = f->large || d->w > THUMBNAIL || d->h > THUMBNAIL;
    if (f->any == 0)
        f->any = offset;
    if (f->full) {
        note_smaller(d, offset, f);
    } else if (!is_secondary(d)) {
        f->full = offset;
        f->picture = *d;
        f->last_w = d->w;
        f->last_h = d->h;
    }
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
    const char *text = (const char *)tg_rawfile_at(w->file, RAW_TEXT, 8);

    if (text && (memcmp(text, "IIII", 4) == 0 || memcmp(text, "MMMM", 4) == 0) &&
        (d->back || memcmp(text + 5, "waR", 3) == 0 || memcmp(text + 4, "Raw", 3) == 0))
        return true;
    if (d->canon_1d && f->sized > 1 && !f->large)
        return true;
    if (f->full)
        return false;
    return (is_secondary(d) && d->subs_len > 0) || (f->any == 0 && d->preview);
}

/* *first: the offset of the first directory.  False if the file ends before it is told. */
static bool start_walk(struct walk *w, struct tg_rawfile *file, uint64_t *first)
{
    *w = (struct walk){.file = file};
    if (file->size < 8)
        return false;
    w->msb = get(w, 0, 1) == 'M';
    w->big = get(w, 2, 2) == TIFF_VERSION_BIG;
    if (w->big && file->size < 16)
        return false;
    *first = w->big ? get(w, 8, 8) : get(w, 4, 4);
    return true;
}

struct tg_tiff_choice tg_tiff_choose(struct tg_rawfile *file)
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
    memcpy(choice.smaller, f.smaller, sizeof(f.smaller));
    choice.smaller_len = f.smaller_len;
    return choice;
}

/* Both lists may be of any whole type, and are read side by side. */
static void find_cut(const struct walk *w, const struct entry *offsets, const struct entry *counts,
                     struct tg_tiff_clip *clip)
{
    struct tg_rawfile file = *w->file;
    struct walk beside = {.file = &file, .msb = w->msb, .big = w->big};

    clip->msb = w->msb;
    clip->offset_bytes = type_bytes(offsets->type);
    clip->count_bytes = type_bytes(counts->type);
    clip->offsets = offsets->at;
    clip->counts = counts->at;
    for (uint64_t i = 0; i < offsets->count && i < counts->count; i++) {
        uint64_t offset = value(w, offsets, i), n = value(&beside, counts, i);

        if (offset >= file.size || n <= file.size - offset)
            continue;
        if (clip->end == 0)
            clip->first = i;
        clip->end = i + 1;
    }
}

struct tg_tiff_clip tg_tiff_find_cut(struct tg_rawfile *file, uint64_t offset)
{
    struct entry offsets = {0}, counts = {0};
    struct tg_tiff_clip clip = {0};
    uint64_t unused, first = 0;
    struct walk w;
    size_t n;

    if (!start_walk(&w, file, &unused) || !find_entries(&w, offset, &n, &first))
        return clip;
    for (size_t i = 0; i < n; i++) {
        struct entry e = read_entry(&w, first + i * (w.big ? 20 : 12));

        if (e.tag == TIFFTAG_STRIPOFFSETS || e.tag == TIFFTAG_TILEOFFSETS)
            offsets = e;
        else if (e.tag == TIFFTAG_STRIPBYTECOUNTS || e.tag == TIFFTAG_TILEBYTECOUNTS)
            counts = e;
    }
    find_cut(&w, &offsets, &counts, &clip);
    return clip;
}

/* Element i of the counts, the part of it that lies in the n bytes `to` of the file at `at`. */
static void clip_count(const struct tg_tiff_clip *c, struct tg_rawfile *file, uint64_t i,
                       uint64_t at, uint8_t *to, size_t n)
{
    uint64_t from = c->counts + i * c->count_bytes;
    uint64_t offset =
        tg_rawfile_get(file, c->offsets + i * c->offset_bytes, c->offset_bytes, c->msb);
    uint64_t count = tg_rawfile_get(file, from, c->count_bytes, c->msb);

    if (offset >= file->size || count <= file->size - offset)
        return;
    count = file->size - offset; /* less than it was, so there is room for it */
    for (unsigned b = 0; b < c->count_bytes; b++)
        if (from + b >= at && from + b - at < n)
            to[from + b - at] = (uint8_t)(count >> 8 * (c->msb ? c->count_bytes - 1 - b : b));
}

void tg_tiff_clip(const struct tg_tiff_clip *c, struct tg_rawfile *file, uint64_t at, uint8_t *to,
                  size_t n)
{
    uint64_t i = c->first;

    if (c->end == 0 || at >= c->counts + c->end * c->count_bytes)
        return;
    if (at > c->counts + c->first * c->count_bytes)
        i = (at - c->counts) / c->count_bytes;
    for (; i < c->end && c->counts + i * c->count_bytes < at + n; i++)
        clip_count(c, file, i, at, to, n);
}
