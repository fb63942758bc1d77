/* heif_boxes.c - from the bytes of a file to its items; see heif.h.  Sections are those of ISO/IEC
 * 14496-12:2015 unless they say otherwise. */
#include <stdlib.h>
#include <string.h>

#include "core/base/grow.h"
#include "core/codec/heif.h"

uint64_t tg_heif_get(struct tg_heif_cursor *c, unsigned bytes)
{
    uint64_t v = 0;

    if (c->left < bytes) {
        c->bad = true;
        c->left = 0;
        return 0;
    }
    for (unsigned i = 0; i < bytes; i++)
        v = v << 8 | c->at[i];
    c->at += bytes;
    c->left -= bytes;
    return v;
}

/* 4.2: a size of 1 is told in 64 bits after the type; 0 means to the end. */
bool tg_heif_box(struct tg_heif_cursor *c, uint32_t *type, struct tg_heif_cursor *inside)
{
    size_t all = c->left, head;
    uint64_t size;

    if (all == 0 || c->bad)
        return false;
    size = tg_heif_get(c, 4);
    *type = (uint32_t)tg_heif_get(c, 4);
    if (size == 1)
        size = tg_heif_get(c, 8);
    else if (size == 0)
        size = all;
    head = all - c->left;
    if (c->bad || size < head) {
        c->bad = true;
        return false;
    }
    *inside = (struct tg_heif_cursor){.at = c->at, .left = c->left, .bad = size > all};
    if (size < all)
        inside->left = (size_t)size - head;
    c->at += inside->left;
    c->left -= inside->left;
    return true;
}

static void skip(struct tg_heif_cursor *c, size_t bytes)
{
    size_t n = bytes < c->left ? bytes : c->left;

    c->bad = c->bad || n < bytes;
    c->at += n;
    c->left -= n;
}

/* 4.2: the version of a full box; its flags go to *flags. */
static unsigned get_version(struct tg_heif_cursor *c, uint32_t *flags)
{
    unsigned version = (unsigned)tg_heif_get(c, 1);

    *flags = (uint32_t)tg_heif_get(c, 3);
    return version;
}

static struct tg_err *damaged(const struct tg_heif *h, const char *box)
{
    return tg_err_new(TG_E_CORRUPT, h->path, "is damaged: its %s box makes no sense", box);
}

/* Adds a value of `size` bytes to the array whose address `array` holds, unless it has `most`. */
static struct tg_err *append(const struct tg_heif *h, void *array, size_t *len, size_t most,
                             const void *value, size_t size, const char *what)
{
    void *items;

    if (*len >= most)
        return tg_err_new(TG_E_LIMIT, h->path, "has more than %zu %s", most, what);
    memcpy(&items, array, sizeof(items));
    items = tg_grow(items, *len, size);
    if (!items)
        return tg_err_nomem();
    memcpy(array, &items, sizeof(items));
    memcpy((uint8_t *)items + *len * size, value, size);
    ++*len;
    return NULL;
}

#define APPEND(h, array, most, value)                                                              \
    append((h), &(h)->array, &(h)->array##_len, (most), (value), sizeof(*(value)), #array)

/* 8.11.4 */
static struct tg_err *read_primary(struct tg_heif *h, struct tg_heif_cursor c)
{
    uint32_t flags;
    unsigned version = get_version(&c, &flags);

    h->primary = (uint32_t)tg_heif_get(&c, version == 0 ? 2 : 4);
    return c.bad ? damaged(h, "pitm") : NULL;
}

/* Skips a text up to its NUL; true if it is `want`. */
static bool skip_text(struct tg_heif_cursor *c, const char *want)
{
    const uint8_t *text = c->at;
    const uint8_t *nul = c->left ? memchr(text, 0, c->left) : NULL;
    size_t len = nul ? (size_t)(nul - text) : c->left;

    skip(c, nul ? len + 1 : len);
    return want && len == strlen(want) && memcmp(text, want, len) == 0;
}

/* 8.11.6; older versions have no types, and no pictures. */
static struct tg_err *read_item(struct tg_heif *h, struct tg_heif_cursor c)
{
    uint32_t flags;
    unsigned version = get_version(&c, &flags);
    struct tg_heif_item item = {0};

    if (version < 2)
        return NULL;
    item.id = (uint32_t)tg_heif_get(&c, version == 2 ? 2 : 4);
    item.elsewhere = tg_heif_get(&c, 2) != 0; /* protected: cannot be read either */
    item.type = (uint32_t)tg_heif_get(&c, 4);
    (void)skip_text(&c, NULL);
    item.xmp = item.type == TG_FOURCC('m', 'i', 'm', 'e') && skip_text(&c, "application/rdf+xml");
    return c.bad ? damaged(h, "infe") : APPEND(h, items, TG_HEIF_ITEMS, &item);
}

static int compare_items(const void *a, const void *b)
{
    const struct tg_heif_item *x = a, *y = b;

    return x->id < y->id ? -1 : x->id > y->id;
}

static struct tg_err *read_items(struct tg_heif *h, struct tg_heif_cursor c)
{
    struct tg_heif_cursor inside;
    struct tg_err *err = NULL;
    uint32_t flags, type;
    unsigned version = get_version(&c, &flags);

    skip(&c, version == 0 ? 2 : 4);
    while (!err && tg_heif_box(&c, &type, &inside))
        if (type == TG_FOURCC('i', 'n', 'f', 'e'))
            err = read_item(h, inside);
    if (!err && c.bad)
        err = damaged(h, "iinf");
    if (h->items_len)
        qsort(h->items, h->items_len, sizeof(h->items[0]), compare_items);
    for (size_t i = 1; !err && i < h->items_len; i++)
        if (h->items[i].id == h->items[i - 1].id)
            err = damaged(h, "iinf");
    return err;
}

static struct tg_heif_item *find_item(const struct tg_heif *h, uint32_t id)
{
    struct tg_heif_item key = {.id = id};

    return h->items_len ? bsearch(&key, h->items, h->items_len, sizeof(h->items[0]), compare_items)
                        : NULL;
}

const struct tg_heif_item *tg_heif_item(const struct tg_heif *h, uint32_t id)
{
    return find_item(h, id);
}

/* Of numbers in an iloc box: 0, 4 or 8 bytes each. */
struct location_sizes {
    unsigned version, offset, length, base, index;
};

static struct tg_err *read_extent(struct tg_heif *h, struct tg_heif_cursor *c,
                                  const struct location_sizes *s, uint64_t base, bool wanted)
{
    struct tg_heif_extent e;

    (void)tg_heif_get(c, s->index);
    e.at = tg_heif_get(c, s->offset);
    e.len = tg_heif_get(c, s->length);
    if (c->bad || __builtin_add_overflow(e.at, base, &e.at))
        return damaged(h, "iloc");
    return wanted ? APPEND(h, extents, TG_HEIF_EXTENTS, &e) : NULL;
}

static struct tg_err *read_extents(struct tg_heif *h, struct tg_heif_cursor *c,
                                   const struct location_sizes *s, uint64_t base,
                                   struct tg_heif_item *item)
{
    unsigned n = (unsigned)tg_heif_get(c, 2);
    size_t first = h->extents_len;
    struct tg_err *err = NULL;

    if (n > 1 && s->index + s->offset + s->length == 0) /* would take time and no bytes */
        return damaged(h, "iloc");
    for (unsigned i = 0; !err && i < n; i++)
        err = read_extent(h, c, s, base, item != NULL);
    if (item) {
        item->extent = first;
        item->extents = h->extents_len - first;
    }
    return err;
}

static struct tg_err *read_location(struct tg_heif *h, struct tg_heif_cursor *c,
                                    const struct location_sizes *s)
{
    uint32_t id = (uint32_t)tg_heif_get(c, s->version < 2 ? 2 : 4);
    unsigned construction = s->version > 0 ? (unsigned)tg_heif_get(c, 2) & 15 : 0;
    bool elsewhere = tg_heif_get(c, 2) != 0;
    uint64_t base = tg_heif_get(c, s->base);
    struct tg_heif_item *item = find_item(h, id);

    if (item && item->extents) /* where it is has been said */
        item = NULL;
    if (item) {
        item->construction = (uint8_t)construction;
        item->elsewhere = item->elsewhere || elsewhere;
    }
    return read_extents(h, c, s, base, item);
}

static bool is_size(unsigned bytes)
{
    return bytes == 0 || bytes == 4 || bytes == 8;
}

/* 8.11.3 */
static struct tg_err *read_locations(struct tg_heif *h, struct tg_heif_cursor c)
{
    struct location_sizes s;
    struct tg_err *err = NULL;
    uint32_t flags;
    uint64_t n;

    s.version = get_version(&c, &flags);
    s.offset = (unsigned)tg_heif_get(&c, 1);
    s.base = (unsigned)tg_heif_get(&c, 1);
    s.length = s.offset & 15;
    s.offset >>= 4;
    s.index = s.version > 0 ? s.base & 15 : 0;
    s.base >>= 4;
    n = tg_heif_get(&c, s.version < 2 ? 2 : 4);
    if (s.version > 2 || !is_size(s.offset) || !is_size(s.length) || !is_size(s.base) ||
        !is_size(s.index))
        return damaged(h, "iloc");
    for (uint64_t i = 0; !err && !c.bad && i < n; i++)
        err = read_location(h, &c, &s);
    return !err && c.bad ? damaged(h, "iloc") : err;
}

/* An item and those that it refers to. */
static struct tg_err *read_reference(struct tg_heif *h, uint32_t type, struct tg_heif_cursor c,
                                     unsigned bytes)
{
    struct tg_heif_reference r = {.type = type, .from = (uint32_t)tg_heif_get(&c, bytes)};
    unsigned n = (unsigned)tg_heif_get(&c, 2);
    struct tg_err *err = NULL;

    for (unsigned i = 0; !err && i < n; i++) {
        r.to = (uint32_t)tg_heif_get(&c, bytes);
        err = c.bad ? damaged(h, "iref") : APPEND(h, references, TG_HEIF_REFERENCES, &r);
    }
    return err;
}

/* 8.11.12 */
static struct tg_err *read_references(struct tg_heif *h, struct tg_heif_cursor c)
{
    struct tg_heif_cursor inside;
    struct tg_err *err = NULL;
    uint32_t flags, type;
    unsigned bytes = get_version(&c, &flags) == 0 ? 2 : 4;

    while (!err && tg_heif_box(&c, &type, &inside))
        err = read_reference(h, type, inside, bytes);
    return !err && c.bad ? damaged(h, "iref") : err;
}

/* 23008-12, 9.3 */
static struct tg_err *read_properties(struct tg_heif *h, struct tg_heif_cursor c)
{
    struct tg_heif_property p;
    struct tg_err *err = NULL;

    while (!err && tg_heif_box(&c, &p.type, &p.data))
        err = APPEND(h, properties, TG_HEIF_PROPERTIES, &p);
    return !err && c.bad ? damaged(h, "ipco") : err;
}

/* The properties of one item: each an index with the upper bit for "essential". */
static struct tg_err *read_uses_of_item(struct tg_heif *h, struct tg_heif_cursor *c,
                                        unsigned id_bytes, unsigned bytes)
{
    struct tg_heif_item *item = find_item(h, (uint32_t)tg_heif_get(c, id_bytes));
    unsigned n = (unsigned)tg_heif_get(c, 1), top = bytes == 1 ? 0x80 : 0x8000;
    bool wanted = item && !item->uses; /* else they have been told */
    size_t first = h->uses_len;
    struct tg_err *err = NULL;

    for (unsigned i = 0; !err && i < n; i++) {
        unsigned v = (unsigned)tg_heif_get(c, bytes);
        struct tg_heif_use use = {(uint16_t)(v & (top - 1)), (v & top) != 0};

        if (wanted)
            err = c->bad ? damaged(h, "ipma") : APPEND(h, uses, TG_HEIF_USES, &use);
    }
    if (wanted) {
        item->use = first;
        item->uses = h->uses_len - first;
    }
    return err;
}

static struct tg_err *read_uses(struct tg_heif *h, struct tg_heif_cursor c)
{
    struct tg_err *err = NULL;
    uint32_t flags;
    unsigned version = get_version(&c, &flags);
    uint64_t n = tg_heif_get(&c, 4);

    for (uint64_t i = 0; !err && !c.bad && i < n; i++)
        err = read_uses_of_item(h, &c, version < 1 ? 2 : 4, flags & 1 ? 2 : 1);
    return !err && c.bad ? damaged(h, "ipma") : err;
}

static struct tg_err *read_item_properties(struct tg_heif *h, struct tg_heif_cursor c)
{
    struct tg_heif_cursor inside;
    struct tg_err *err = NULL;
    uint32_t type;

    while (!err && tg_heif_box(&c, &type, &inside)) {
        if (type == TG_FOURCC('i', 'p', 'c', 'o') && !h->properties_len)
            err = read_properties(h, inside);
        else if (type == TG_FOURCC('i', 'p', 'm', 'a'))
            err = read_uses(h, inside);
    }
    return !err && c.bad ? damaged(h, "iprp") : err;
}

/* 8.4.3: what the box is about. */
static struct tg_err *read_handler(struct tg_heif *h, struct tg_heif_cursor c)
{
    uint32_t flags;

    (void)get_version(&c, &flags);
    skip(&c, 4);
    if (tg_heif_get(&c, 4) != TG_FOURCC('p', 'i', 'c', 't'))
        return tg_err_new(TG_E_UNSUPPORTED, h->path, "has no picture in its meta box");
    return NULL;
}

static struct tg_err *keep_data(struct tg_heif *h, struct tg_heif_cursor c)
{
    h->idat = c;
    return NULL;
}

/* 8.11.1.  Boxes may come in any order: each is read after what it needs.  Of boxes of one type the
 * first counts. */
static struct tg_err *read_meta(struct tg_heif *h, struct tg_heif_cursor meta)
{
    static const struct {
        uint32_t type;
        bool needed;
        struct tg_err *(*read)(struct tg_heif *h, struct tg_heif_cursor c);
    } parts[] = {
        {TG_FOURCC('h', 'd', 'l', 'r'), true, read_handler},
        {TG_FOURCC('p', 'i', 't', 'm'), true, read_primary},
        {TG_FOURCC('i', 'i', 'n', 'f'), true, read_items},
        {TG_FOURCC('i', 'l', 'o', 'c'), true, read_locations},
        {TG_FOURCC('i', 'r', 'e', 'f'), false, read_references},
        {TG_FOURCC('i', 'p', 'r', 'p'), true, read_item_properties},
        {TG_FOURCC('i', 'd', 'a', 't'), false, keep_data},
    };
    struct tg_err *err = NULL;
    uint32_t flags;

    (void)get_version(&meta, &flags);
    for (size_t i = 0; !err && i < sizeof(parts) / sizeof(parts[0]); i++) {
        struct tg_heif_cursor c = meta, inside;
        uint32_t type = 0;

        while (tg_heif_box(&c, &type, &inside) && type != parts[i].type)
            ;
        if (type == parts[i].type && !c.bad)
            err = parts[i].read(h, inside);
        else if (c.bad || parts[i].needed)
            err = damaged(h, "meta");
    }
    return err;
}

struct tg_err *tg_heif_open(struct tg_heif *h, const char *path, const struct tg_blob *file)
{
    struct tg_heif_cursor c = {.at = file->data, .left = file->len}, inside;
    bool sequence = false;
    uint32_t type;

    *h = (struct tg_heif){.path = path, .file = *file};
    while (tg_heif_box(&c, &type, &inside)) {
        if (type == TG_FOURCC('m', 'e', 't', 'a')) {
            if (inside.bad)
                return tg_err_new(TG_E_CORRUPT, path, "is cut short");
            return read_meta(h, inside);
        }
        sequence = sequence || type == TG_FOURCC('m', 'o', 'o', 'v');
    }
    if (sequence)
        return tg_err_new(TG_E_UNSUPPORTED, path,
                          "is a sequence without a still picture: extract one with ffmpeg "
                          "-frames:v 1");
    return tg_err_new(TG_E_CORRUPT, path, "is cut short");
}

void tg_heif_release(struct tg_heif *h)
{
    free(h->items);
    free(h->extents);
    free(h->references);
    free(h->properties);
    free(h->uses);
    *h = (struct tg_heif){0};
}
