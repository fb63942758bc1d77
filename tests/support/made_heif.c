/* made_heif.c - see made_heif.h. */
#include "tests/support/made_heif.h"

#include <string.h>

#include "tests/support/made_memory.h"

const uint8_t made_heif_samples[4][3] = {
    {82, 90, 240}, {145, 54, 34}, {41, 240, 110}, {210, 128, 128}};

/* ---- Boxes ----------------------------------------------------------------------------------- */

static void put(struct made *m, uint64_t v, unsigned bytes)
{
    uint8_t b[8];

    for (unsigned i = 0; i < bytes; i++)
        b[i] = (uint8_t)(v >> (8 * (bytes - 1 - i)));
    made_append(m, b, bytes);
}

static void put_text(struct made *m, const char *text)
{
    made_append(m, text, strlen(text));
}

/* Returns where the box begins, for end_box(). */
static size_t begin_box(struct made *m, const char *type)
{
    size_t at = m->len;

    put(m, 0, 4);
    put_text(m, type);
    return at;
}

static size_t begin_full(struct made *m, const char *type, unsigned version, unsigned flags)
{
    size_t at = begin_box(m, type);

    put(m, version, 1);
    put(m, flags, 3);
    return at;
}

static void set(struct made *m, size_t at, uint64_t v, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        m->data[at + i] = (uint8_t)(v >> (8 * (bytes - 1 - i)));
}

static void end_box(struct made *m, size_t at)
{
    set(m, at, m->len - at, 4);
}

/* ---- Items ----------------------------------------------------------------------------------- */

enum { MOST = 64, PROPERTIES = 16 };

struct item {
    const char *type;
    const void *data;
    size_t len;
    bool in_idat;
    enum made_stream stream;            /* MADE_NO_STREAM: none */
    unsigned properties[PROPERTIES], n; /* indices from 1 */
};

struct file {
    const struct made_heif *o;
    struct item items[MOST]; /* the id is one more than the index; 0 is the picture */
    unsigned n;
    unsigned tiles, alpha, first_alpha, thumbnail, exif, xmp; /* ids; tiles is how many */
    uint8_t grid[12];
    uint8_t exif_data[256];
    struct made properties;
    unsigned properties_n;
};

static bool is_av1(enum made_stream s)
{
    return s < MADE_HEVC_420;
}

static unsigned add_item(struct file *f, const char *type, const void *data, size_t len)
{
    if (f->n == MOST)
        made_fail("more items than fit");
    f->items[f->n] =
        (struct item){.type = type, .data = data, .len = len, .stream = MADE_NO_STREAM};
    return ++f->n;
}

static unsigned add_picture(struct file *f, enum made_stream s)
{
    unsigned id = add_item(f, is_av1(s) ? "av01" : "hvc1", made_heif_streams[s].data,
                           made_heif_streams[s].len);

    f->items[id - 1].stream = s;
    return id;
}

static void add_grid(struct file *f)
{
    unsigned id = add_item(f, "grid", f->grid, 8);

    f->items[id - 1].in_idat = !f->o->grid_in_file;
}

static void add_tiles(struct file *f, bool alpha)
{
    for (unsigned i = 0; i < f->tiles; i++) {
        bool odd = f->o->has_odd_tile && !alpha && i == f->tiles - 1;

        (void)add_picture(f, alpha ? MADE_AV1_GREY : odd ? f->o->odd_tile : f->o->stream);
    }
}

static void add_items(struct file *f)
{
    const struct made_heif *o = f->o;

    f->tiles = o->columns * o->rows;
    f->grid[2] = (uint8_t)(o->rows - 1);
    f->grid[3] = (uint8_t)(o->columns - 1);
    for (int i = 0; i < 2; i++) {
        f->grid[4 + i] = (uint8_t)(o->grid_w >> (8 - 8 * i));
        f->grid[6 + i] = (uint8_t)(o->grid_h >> (8 - 8 * i));
    }
    if (f->tiles)
        add_grid(f);
    else
        (void)add_picture(f, o->stream);
    add_tiles(f, false);
    if (o->alpha) {
        f->alpha = f->n + 1;
        if (f->tiles)
            add_grid(f);
        else
            (void)add_picture(f, MADE_AV1_GREY);
        f->first_alpha = f->n + 1;
        add_tiles(f, true);
    }
    if (o->thumbnail)
        f->thumbnail = add_picture(f, o->stream);
    if (o->exif) {
        if (o->exif_len + 4 > sizeof(f->exif_data))
            made_fail("EXIF is too long");
        memcpy(f->exif_data + 4, o->exif, o->exif_len);
        f->exif = add_item(f, "Exif", f->exif_data, o->exif_len + 4);
    }
    if (o->xmp)
        f->xmp = add_item(f, "mime", o->xmp, strlen(o->xmp));
    if (o->type)
        f->items[0].type = o->type;
}

/* ---- Properties ------------------------------------------------------------------------------ */

static unsigned end_property(struct file *f, size_t at)
{
    end_box(&f->properties, at);
    return ++f->properties_n;
}

static void use(struct file *f, unsigned id, unsigned property, bool essential)
{
    struct item *item = &f->items[id - 1];

    if (item->n == PROPERTIES)
        made_fail("more properties than fit");
    item->properties[item->n++] = property | (essential ? 0x8000u : 0);
}

static unsigned add_size(struct file *f, uint32_t w, uint32_t h)
{
    size_t at = begin_full(&f->properties, "ispe", 0, 0);

    put(&f->properties, w, 4);
    put(&f->properties, h, 4);
    return end_property(f, at);
}

static void add_turns(struct file *f)
{
    for (const uint8_t *t = f->o->turns; t && *t != 255; t++) {
        size_t at = begin_box(&f->properties, *t < 4 ? "irot" : "imir");

        put(&f->properties, *t & 3, 1);
        use(f, 1, end_property(f, at), true);
    }
}

static void add_colour(struct file *f)
{
    const struct made_heif *o = f->o;
    size_t at;

    if (o->nclx) {
        at = begin_box(&f->properties, "colr");
        put_text(&f->properties, "nclx");
        for (int i = 0; i < 3; i++)
            put(&f->properties, o->nclx[i], 2);
        put(&f->properties, o->nclx[3] ? 0x80 : 0, 1);
        use(f, 1, end_property(f, at), false);
    }
    if (o->icc) {
        at = begin_box(&f->properties, "colr");
        put_text(&f->properties, "prof");
        made_append(&f->properties, o->icc, o->icc_len);
        use(f, 1, end_property(f, at), false);
    }
}

static void add_special(struct file *f)
{
    const struct made_heif *o = f->o;
    size_t at;

    if (o->clap) {
        at = begin_box(&f->properties, "clap");
        for (int i = 0; i < 8; i++)
            put(&f->properties, (uint32_t)o->clap[i], 4);
        use(f, 1, end_property(f, at), true);
    }
    add_turns(f);
    if (o->alpha) {
        at = begin_full(&f->properties, "auxC", 0, 0);
        put_text(&f->properties, o->foreign_aux ? "urn:com:apple:photo:2020:aux:hdrgainmap"
                                                : "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha");
        put(&f->properties, 0, 1);
        use(f, f->alpha, end_property(f, at), false);
    }
    if (o->property) {
        at = begin_box(&f->properties, o->property);
        use(f, 1, end_property(f, at), true);
    }
}

static void add_properties(struct file *f)
{
    unsigned tile = add_size(f, MADE_HEIF_SIDE, MADE_HEIF_SIDE);
    unsigned whole = f->tiles ? add_size(f, f->o->grid_w, f->o->grid_h) : tile;
    unsigned configs[MADE_NO_STREAM] = {0};

    for (unsigned i = 0; i < f->n; i++) {
        enum made_stream s = f->items[i].stream;

        if (strcmp(f->items[i].type, "grid") == 0)
            use(f, i + 1, whole, false);
        if (s == MADE_NO_STREAM)
            continue;
        if (!configs[s]) {
            size_t at = begin_box(&f->properties, is_av1(s) ? "av1C" : "hvcC");

            made_append(&f->properties, made_heif_streams[s].config,
                        made_heif_streams[s].config_len);
            configs[s] = end_property(f, at);
        }
        use(f, i + 1, tile, false);
        use(f, i + 1, configs[s], true);
    }
    add_colour(f);
    add_special(f);
}

/* ---- The file -------------------------------------------------------------------------------- */

static unsigned id_bytes(const struct file *f)
{
    return f->o->wide ? 4 : 2;
}

static void put_item_list(struct file *f, struct made *m)
{
    size_t list = begin_full(m, "iinf", 0, 0);

    put(m, f->n, 2);
    for (unsigned i = 0; i < f->n; i++) {
        size_t at = begin_full(m, "infe", f->o->wide ? 3 : 2, 0);

        put(m, i + 1, id_bytes(f));
        put(m, 0, 2);
        put_text(m, f->items[i].type);
        put(m, 0, 1);
        if (strcmp(f->items[i].type, "mime") == 0)
            made_append(m, "application/rdf+xml", sizeof("application/rdf+xml"));
        end_box(m, at);
    }
    end_box(m, list);
}

static void put_references(struct file *f, struct made *m, const char *type, unsigned from,
                           unsigned first, unsigned n)
{
    size_t at = begin_box(m, type);

    put(m, from, id_bytes(f));
    put(m, n, 2);
    for (unsigned i = 0; i < n; i++)
        put(m, first + i, id_bytes(f));
    end_box(m, at);
}

static void put_all_references(struct file *f, struct made *m)
{
    size_t at = begin_full(m, "iref", f->o->wide, 0);

    if (f->tiles)
        put_references(f, m, "dimg", 1, 2, f->tiles);
    if (f->alpha && f->tiles)
        put_references(f, m, "dimg", f->alpha, f->first_alpha, f->tiles);
    if (f->alpha)
        put_references(f, m, "auxl", f->alpha, 1, 1);
    if (f->o->premultiplied)
        put_references(f, m, "prem", 1, f->alpha, 1);
    if (f->thumbnail)
        put_references(f, m, "thmb", f->thumbnail, 1, 1);
    if (f->exif)
        put_references(f, m, "cdsc", f->exif, 1, 1);
    if (f->xmp)
        put_references(f, m, "cdsc", f->xmp, 1, 1);
    end_box(m, at);
}

static void put_properties(struct file *f, struct made *m)
{
    size_t all = begin_box(m, "iprp"), at = begin_box(m, "ipco");

    made_append(m, f->properties.data, f->properties.len);
    end_box(m, at);
    at = begin_full(m, "ipma", f->o->wide, 1);
    put(m, f->n, 4);
    for (unsigned i = 0; i < f->n; i++) {
        put(m, i + 1, id_bytes(f));
        put(m, f->items[i].n, 1);
        for (unsigned k = 0; k < f->items[i].n; k++)
            put(m, f->items[i].properties[k], 2);
    }
    end_box(m, at);
    end_box(m, all);
}

/* Returns where the first item's extent stands; the others follow at equal distances. */
static size_t put_locations(struct file *f, struct made *m, unsigned *step)
{
    unsigned number = f->o->wide ? 8 : 4;
    size_t list = begin_full(m, "iloc", f->o->wide ? 2 : 1, 0), first = 0;

    put(m, f->o->wide ? 0x88 : 0x44, 1);
    put(m, 0, 1);
    put(m, f->n, id_bytes(f));
    *step = id_bytes(f) + 6 + 2 * number;
    for (unsigned i = 0; i < f->n; i++) {
        put(m, i + 1, id_bytes(f));
        put(m, f->items[i].in_idat, 2);
        put(m, 0, 2);
        put(m, 1, 2);
        first = first ? first : m->len;
        put(m, 0, number);
        put(m, f->items[i].len, number);
    }
    end_box(m, list);
    return first;
}

static void put_data(struct file *f, struct made *m, size_t location, unsigned step, bool idat)
{
    size_t at = begin_box(m, idat ? "idat" : "mdat"), base = idat ? m->len : 0;

    for (unsigned i = 0; i < f->n; i++) {
        if (f->items[i].in_idat != idat)
            continue;
        set(m, location + (size_t)i * step, m->len - base, f->o->wide ? 8 : 4);
        made_append(m, f->items[i].data, f->items[i].len);
    }
    end_box(m, at);
}

static void put_head(const struct file *f, struct made *m)
{
    const char *brand = f->o->brand ? f->o->brand : is_av1(f->o->stream) ? "avif" : "heic";
    size_t at = begin_box(m, "ftyp");

    put_text(m, brand);
    put(m, 0, 4);
    put_text(m, brand);
    put_text(m, "mif1");
    end_box(m, at);
}

struct made make_heif(const struct made_heif *o)
{
    struct file f = {.o = o};
    struct made m = {0};
    size_t meta, at, location;
    unsigned step;

    add_items(&f);
    add_properties(&f);
    put_head(&f, &m);
    meta = begin_full(&m, "meta", 0, 0);
    at = begin_full(&m, "hdlr", 0, 0);
    put(&m, 0, 4);
    put_text(&m, "pict");
    put(&m, 0, 8);
    put(&m, 0, 5);
    end_box(&m, at);
    at = begin_full(&m, "pitm", o->wide, 0);
    put(&m, 1, id_bytes(&f));
    end_box(&m, at);
    location = put_locations(&f, &m, &step);
    put_item_list(&f, &m);
    put_properties(&f, &m);
    put_all_references(&f, &m);
    put_data(&f, &m, location, step, true);
    end_box(&m, meta);
    put_data(&f, &m, location, step, false);
    made_free(&f.properties);
    return m;
}
