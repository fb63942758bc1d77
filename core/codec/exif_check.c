/* exif_check.c - EXIF blocks that are traps; see exif_load.h.  The structure is TIFF 6.0's, section
 * 2. */
#include <string.h>

#include "core/codec/exif_load.h"

enum {
    PREFIX = 6, /* "Exif\0\0" */
    LONGEST = 0xffff,
    ENTRY = 12,
    /* Of a photo and its thumbnail, each with EXIF's own, GPS and interoperability. */
    DIRECTORIES = 8,
    SPARE = 4, /* times the block's bytes: some programs write a text once and point to it twice */
};

struct walk {
    const uint8_t *tiff;
    size_t len;
    bool big_endian;
    uint32_t todo[DIRECTORIES]; /* their offsets, each as often as something points to it */
    size_t todo_len;
    uint64_t bytes; /* of the data that entries point to */
    bool bad;
};

static uint32_t get(const struct walk *w, const uint8_t *p, unsigned bytes)
{
    uint32_t v = 0;

    for (unsigned i = 0; i < bytes; i++)
        v = v << 8 | p[w->big_endian ? i : bytes - 1 - i];
    return v;
}

static void add_directory(struct walk *w, uint32_t offset)
{
    if (offset == 0 || offset > w->len - 2) /* libexif does not go there either */
        return;
    if (w->todo_len == DIRECTORIES)
        w->bad = true;
    else
        w->todo[w->todo_len++] = offset;
}

static bool is_pointer(unsigned tag)
{
    return tag == EXIF_TAG_EXIF_IFD_POINTER || tag == EXIF_TAG_GPS_INFO_IFD_POINTER ||
           tag == EXIF_TAG_INTEROPERABILITY_IFD_POINTER;
}

static void look_at_entry(struct walk *w, const uint8_t *entry)
{
    static const uint8_t sizes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};
    unsigned tag = get(w, entry, 2), type = get(w, entry + 2, 2);
    uint64_t size = (uint64_t)get(w, entry + 4, 4) * (type < sizeof(sizes) ? sizes[type] : 0);

    if (is_pointer(tag))
        add_directory(w, get(w, entry + 8, 4));
    else if (size <= w->len)
        w->bytes += size;
}

static void look_at_directory(struct walk *w, uint32_t offset)
{
    const uint8_t *p = w->tiff + offset;
    size_t entries = get(w, p, 2), room = (w->len - offset - 2) / ENTRY;

    for (size_t i = 0; i < entries && i < room && !w->bad; i++)
        look_at_entry(w, p + 2 + i * ENTRY);
    if (offset == w->todo[0] && entries <= room && w->len - offset - 2 - entries * ENTRY >= 4)
        add_directory(w,
                      get(w, p + 2 + entries * ENTRY, 4)); /* the thumbnail's: the last there is */
}

/* Whether the i-th to do is the first of its offset. */
static bool is_new(const struct walk *w, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (w->todo[k] == w->todo[i])
            return false;
    return true;
}

bool tg_exif_is_sane(const uint8_t *block, size_t len)
{
    struct walk w = {0};

    if (len > LONGEST || len < PREFIX + 8 || memcmp(block, "Exif\0", PREFIX) != 0)
        return false;
    w.tiff = block + PREFIX;
    w.len = len - PREFIX;
    w.big_endian = w.tiff[0] == 'M';
    add_directory(&w, get(&w, w.tiff + 4, 4));
    for (size_t i = 0; i < w.todo_len && !w.bad; i++)
        if (is_new(&w, i))
            look_at_directory(&w, w.todo[i]);
    return !w.bad && w.bytes <= SPARE * (uint64_t)w.len;
}
