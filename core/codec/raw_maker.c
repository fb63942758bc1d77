/* raw_maker.c - what only makers' own notes tell: where Nikon, Olympus and Pentax put a preview,
 * and the lens of some; see raw_photo.h.  The layouts are those of ExifTool's documentation. */
#include <string.h>

#include "core/codec/raw_photo.h"

enum { LENS_SPECIFICATION = 0xa432, LENS_MODEL = 0xa434 };
enum { TYPE_UNDEFINED = 7, ADOBE_RGB = 2 };

enum maker { CANON, NIKON, OLYMPUS, PANASONIC, PENTAX };

/* How a note begins. */
static const struct layout {
    const char *mark;
    size_t len;
    enum maker maker;
    unsigned order;     /* where its byte order is told; 0: the file's */
    unsigned directory; /* where its directory is; 0: it is a TIFF of its own, at `order` */
    bool own;           /* offsets count from the note */
} layouts[] = {
    {"Nikon\0\2", 7, NIKON, 10, 0, true},
    {"OLYMPUS\0", 8, OLYMPUS, 8, 12, true},
    {"OM SYSTEM\0", 10, OLYMPUS, 12, 16, true},
    {"OLYMP\0", 6, OLYMPUS, 0, 8, false},
    {"Panasonic\0", 10, PANASONIC, 0, 12, false},
    {"PENTAX \0", 8, PENTAX, 8, 10, true},
    {"AOC\0", 4, PENTAX, 4, 6, false},
};

/* A preview told in two entries. */
struct place {
    unsigned start_tag, bytes_tag;
    uint64_t start, bytes;
};

static void find_place(const struct tg_rawifds *t, const struct tg_rawifd_entry *e, void *ctx)
{
    struct place *p = ctx;

    if (e->tag == p->start_tag)
        p->start = tg_rawifd_value(t, e, 0);
    if (e->tag == p->bytes_tag)
        p->bytes = tg_rawifd_value(t, e, 0);
}

static void offer_place(const struct tg_rawifds *t, uint64_t directory, unsigned start,
                        unsigned bytes)
{
    struct place p = {start, bytes, 0, 0};

    (void)tg_rawifds_visit(t, directory, find_place, &p);
    if (p.start)
        tg_rawphoto_offer(t->photo, t->base + p.start, p.bytes);
}

static void find_lens(const struct tg_rawifds *t, const struct tg_rawifd_entry *e, void *ctx)
{
    if (e->tag == *(const unsigned *)ctx)
        tg_rawifd_keep(t, e, TG_RAWEXIF_PHOTO, LENS_MODEL);
}

/* Olympus has directories inside the note, told by an offset or in place. */
static uint64_t below(const struct tg_rawifds *t, const struct tg_rawifd_entry *e)
{
    return e->type == TYPE_UNDEFINED ? e->at - t->base : tg_rawifd_value(t, e, 0);
}

struct note {
    enum maker maker;
    uint64_t preview, settings, equipment; /* directories */
    struct place place;
};

static void visit_entry(const struct tg_rawifds *t, const struct tg_rawifd_entry *e, void *ctx)
{
    struct note *n = ctx;

    find_place(t, e, &n->place);
    if (n->maker == NIKON && e->tag == 0x11)
        n->preview = tg_rawifd_value(t, e, 0);
    else if (n->maker == NIKON && e->tag == 0x84)
        tg_rawifd_keep(t, e, TG_RAWEXIF_PHOTO, LENS_SPECIFICATION);
    else if (n->maker == OLYMPUS && e->tag == 0x2010)
        n->equipment = below(t, e);
    else if (n->maker == OLYMPUS && e->tag == 0x2020)
        n->settings = below(t, e);
    else if ((n->maker == NIKON && e->tag == 0x1e) || (n->maker == CANON && e->tag == 0xb4))
        t->photo->adobe_rgb |= tg_rawifd_value(t, e, 0) == ADOBE_RGB;
    else if ((n->maker == CANON && e->tag == 0x95) || (n->maker == PANASONIC && e->tag == 0x51))
        tg_rawifd_keep(t, e, TG_RAWEXIF_PHOTO, LENS_MODEL);
}

static void read_note(const struct tg_rawifds *t, uint64_t directory, enum maker maker)
{
    static const unsigned olympus_lens = 0x203;
    unsigned lens = olympus_lens;
    struct note n = {.maker = maker};

    if (maker == PENTAX)
        n.place = (struct place){.start_tag = 4, .bytes_tag = 3};
    else if (maker == OLYMPUS)
        n.place = (struct place){.start_tag = 0x88, .bytes_tag = 0x89};
    (void)tg_rawifds_visit(t, directory, visit_entry, &n);
    if (n.place.start && n.place.start_tag)
        tg_rawphoto_offer(t->photo, t->base + n.place.start, n.place.bytes);
    if (n.preview)
        offer_place(t, n.preview, 0x201, 0x202);
    if (n.settings)
        offer_place(t, n.settings, 0x101, 0x102);
    if (n.equipment)
        (void)tg_rawifds_visit(t, n.equipment, find_lens, &lens);
}

void tg_rawmaker_canon(const struct tg_rawifds *t, uint64_t directory)
{
    read_note(t, directory, CANON);
}

/* Canon's begin with the directory. */
static bool is_canon(const struct tg_rawphoto *p)
{
    const struct tg_rawexif *x = &p->exif;

    for (size_t i = 0; i < x->len; i++)
        if (x->entries[i].ifd == TG_RAWEXIF_MAIN && x->entries[i].tag == 0x010f)
            return x->entries[i].bytes >= 5 && memcmp(x->data + x->entries[i].at, "Canon", 5) == 0;
    return false;
}

void tg_rawmaker_read(const struct tg_rawifds *t, const struct tg_rawifd_entry *note)
{
    struct tg_rawifds inside = *t;
    uint64_t directory;

    for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
        const struct layout *l = &layouts[i];
        const uint8_t *p = tg_rawfile_at(&t->photo->file, note->at, 16);

        if (!p || note->count < 16 || memcmp(p, l->mark, l->len) != 0)
            continue;
        if (l->order)
            inside.msb = p[l->order] == 'M';
        if (l->own)
            inside.base = note->at;
        directory = note->at + l->directory - inside.base;
        if (l->directory == 0) {
            inside.base = note->at + l->order;
            if (!tg_rawifds_init(&inside, &directory))
                return;
        }
        read_note(&inside, directory, l->maker);
        return;
    }
    if (is_canon(t->photo))
        tg_rawmaker_canon(t, note->at - t->base);
}
