/* heif_picture.c - what an item of a HEIF file shows; see heif.h.  Sections are those of ISO/IEC
 * 23008-12:2022. */
#include <string.h>

#include "core/base/limits.h"
#include "core/codec/heif.h"

enum { REFERRERS = 64 }; /* that are looked at */

static struct tg_err *damaged(const struct tg_heif *h, const char *what)
{
    return tg_err_new(TG_E_CORRUPT, h->path, "is damaged: %s", what);
}

/* 6.5.3 */
static bool read_size(const struct tg_heif *h, const struct tg_heif_item *item, uint32_t *width,
                      uint32_t *height)
{
    struct tg_heif_cursor c;

    if (!tg_heif_property(h, item, TG_FOURCC('i', 's', 'p', 'e'), 0, &c))
        return false;
    (void)tg_heif_get(&c, 4);
    *width = (uint32_t)tg_heif_get(&c, 4);
    *height = (uint32_t)tg_heif_get(&c, 4);
    return !c.bad && *width && *height;
}

/* 6.6.2.3 */
static struct tg_err *read_grid(const struct tg_heif *h, struct tg_heif_picture *p)
{
    struct tg_blob data = {0};
    bool cut = false;
    struct tg_err *err = tg_heif_data(h, p->item, &data, &cut);
    struct tg_heif_cursor c = {.at = data.data, .left = data.len};
    unsigned bytes;

    if (err)
        return err;
    (void)tg_heif_get(&c, 1);
    bytes = tg_heif_get(&c, 1) & 1 ? 4 : 2;
    p->rows = (uint32_t)tg_heif_get(&c, 1) + 1;
    p->columns = (uint32_t)tg_heif_get(&c, 1) + 1;
    p->coded_w = (uint32_t)tg_heif_get(&c, bytes);
    p->coded_h = (uint32_t)tg_heif_get(&c, bytes);
    tg_blob_release(&data);
    if (c.bad || cut || !p->coded_w || !p->coded_h)
        return damaged(h, "its grid makes no sense");
    if (p->rows * p->columns > TG_HEIF_TILES)
        return tg_err_new(TG_E_LIMIT, h->path, "has more than %d tiles", TG_HEIF_TILES);
    return NULL;
}

static struct tg_err *describe_grid(const struct tg_heif *h, struct tg_heif_picture *p)
{
    const struct tg_heif_item *first = tg_heif_target(h, p->item, TG_FOURCC('d', 'i', 'm', 'g'), 0);
    struct tg_err *err = read_grid(h, p);

    if (err)
        return err;
    if (!first || !read_size(h, first, &p->tile_w, &p->tile_h))
        return damaged(h, "it has no tiles");
    if ((uint64_t)p->columns * p->tile_w < p->coded_w || (uint64_t)p->rows * p->tile_h < p->coded_h)
        return damaged(h, "its tiles do not cover it");
    if (p->tile_w > TG_MAX_SIDE || p->tile_h > TG_MAX_SIDE ||
        (uint64_t)(p->columns - 1) * p->tile_w >= p->coded_w ||
        (uint64_t)(p->rows - 1) * p->tile_h >= p->coded_h)
        return damaged(h, "its tiles are larger than it");
    p->type = first->type;
    return NULL;
}

/* 6.5.5: colr, of which an item may have one with a profile and one with numbers. */
static void read_colour(const struct tg_heif *h, struct tg_heif_picture *p)
{
    struct tg_heif_cursor c;

    for (unsigned n = 0; tg_heif_property(h, p->item, TG_FOURCC('c', 'o', 'l', 'r'), n, &c); n++) {
        uint32_t kind = (uint32_t)tg_heif_get(&c, 4);

        if (kind == TG_FOURCC('n', 'c', 'l', 'x') && !p->says_colour) {
            p->colour.primaries = (unsigned)tg_heif_get(&c, 2);
            p->colour.transfer = (unsigned)tg_heif_get(&c, 2);
            p->colour.matrix = (unsigned)tg_heif_get(&c, 2);
            p->colour.full_range = tg_heif_get(&c, 1) & 0x80;
            p->says_colour = !c.bad;
        } else if ((kind == TG_FOURCC('p', 'r', 'o', 'f') ||
                    kind == TG_FOURCC('r', 'I', 'C', 'C')) &&
                   !c.bad) {
            p->icc = c;
        }
    }
}

/* A number of a clean aperture: two of 32 bits with a sign, divided. */
static double get_fraction(struct tg_heif_cursor *c)
{
    int32_t n = (int32_t)(uint32_t)tg_heif_get(c, 4), d = (int32_t)(uint32_t)tg_heif_get(c, 4);

    c->bad = c->bad || d <= 0;
    return d > 0 ? (double)n / d : 0;
}

/* One axis of it: `size` pixels whose middle is `off` from that of all `coded` ones. */
static bool crop(uint32_t coded, double size, double off, uint32_t *at, uint32_t *len)
{
    double begin = off + (coded - size) / 2;

    if (!(size >= 1 && begin >= 0 && begin + size <= coded))
        return false;
    *len = (uint32_t)size;
    *at = (uint32_t)(begin + 0.5);
    if (*at > coded - *len)
        *at = coded - *len;
    return true;
}

/* 14496-12, 12.1.4 */
static void read_crop(const struct tg_heif *h, struct tg_heif_picture *p)
{
    struct tg_heif_cursor c;
    double w, height, x, y;
    uint32_t at[2], len[2];

    p->x = p->y = 0;
    p->w = p->coded_w;
    p->h = p->coded_h;
    if (!tg_heif_property(h, p->item, TG_FOURCC('c', 'l', 'a', 'p'), 0, &c))
        return;
    w = get_fraction(&c);
    height = get_fraction(&c);
    x = get_fraction(&c);
    y = get_fraction(&c);
    p->odd_crop = c.bad || !crop(p->coded_w, w, x, &at[0], &len[0]) ||
                  !crop(p->coded_h, height, y, &at[1], &len[1]);
    if (p->odd_crop)
        return;
    p->x = at[0];
    p->y = at[1];
    p->w = len[0];
    p->h = len[1];
}

/* Turns and mirrorings in their order, as EXIF's number for all of them.  6.5.10: irot turns by so
 * many quarters against the clock.  6.5.12: imir's 0 exchanges top and bottom, 1 left and right. */
static void read_orientation(const struct tg_heif *h, struct tg_heif_picture *p)
{
    static const uint8_t turned[9] = {0, 8, 5, 6, 7, 4, 1, 2, 3};
    static const uint8_t mirrored[2][9] = {{0, 4, 3, 2, 1, 8, 7, 6, 5},
                                           {0, 2, 1, 4, 3, 6, 5, 8, 7}};

    p->orientation = 1;
    for (size_t i = p->item->use; i < p->item->use + p->item->uses; i++) {
        size_t at = h->uses[i].property;
        struct tg_heif_property property;
        unsigned v;

        if (at < 1 || at > h->properties_len)
            continue;
        property = h->properties[at - 1];
        v = (unsigned)tg_heif_get(&property.data, 1);
        if (property.type == TG_FOURCC('i', 'r', 'o', 't'))
            for (unsigned turns = v & 3; turns > 0; turns--)
                p->orientation = turned[p->orientation];
        else if (property.type == TG_FOURCC('i', 'm', 'i', 'r'))
            p->orientation = mirrored[v & 1][p->orientation];
    }
}

/* 6.5.8: what an auxiliary picture is. */
static bool is_called(const struct tg_heif *h, const struct tg_heif_item *item, const char *name)
{
    size_t n = strlen(name) + 1;
    struct tg_heif_cursor c;

    if (!tg_heif_property(h, item, TG_FOURCC('a', 'u', 'x', 'C'), 0, &c))
        return false;
    (void)tg_heif_get(&c, 4);
    return c.left >= n && memcmp(c.at, name, n) == 0;
}

/* And MIAF, 23000-22, 7.3.5.2. */
static bool is_alpha(const struct tg_heif *h, const struct tg_heif_item *item)
{
    return is_called(h, item, "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha") ||
           is_called(h, item, "urn:mpeg:hevc:2015:auxid:1");
}

static void find_auxiliaries(const struct tg_heif *h, struct tg_heif_picture *p)
{
    const uint32_t prem = TG_FOURCC('p', 'r', 'e', 'm');
    const struct tg_heif_item *item;

    for (unsigned n = 0; n < REFERRERS; n++) {
        item = tg_heif_referrer(h, p->item, TG_FOURCC('a', 'u', 'x', 'l'), n);
        if (item && !p->alpha && is_alpha(h, item))
            p->alpha = item;
        if (item && !p->gain_map && is_called(h, item, "urn:com:apple:photo:2020:aux:hdrgainmap"))
            p->gain_map = item;
    }
    for (unsigned n = 0; p->alpha && n < REFERRERS; n++)
        if (tg_heif_target(h, p->item, prem, n) == p->alpha)
            p->premultiplied = true;
}

/* 6.5.1: an item must not be shown by who does not understand a property that it needs. */
static struct tg_err *check_essentials(const struct tg_heif *h, const struct tg_heif_item *item)
{
    static const char known[] = "ispe pixi colr irot imir clap pasp hvcC av1C auxC a1lx clli mdcv";

    for (size_t i = item->use; i < item->use + item->uses; i++) {
        size_t at = h->uses[i].property;
        char name[5] = "";

        if (!h->uses[i].essential || at < 1 || at > h->properties_len)
            continue;
        for (int k = 0; k < 4; k++)
            name[k] = (char)(h->properties[at - 1].type >> (24 - 8 * k));
        if (strlen(name) != 4 || !strstr(known, name))
            return tg_err_new(TG_E_UNSUPPORTED, h->path,
                              "needs a property of HEIF that is not read ('%s'): convert it to "
                              "JPEG first, for example with heif-convert",
                              name);
    }
    return NULL;
}

static struct tg_err *refuse(const struct tg_heif *h, uint32_t type)
{
    static const struct {
        uint32_t type;
        const char *what;
    } kinds[] = {
        {TG_FOURCC('i', 'o', 'v', 'l'), "several pictures laid over each other"},
        {TG_FOURCC('i', 'd', 'e', 'n'), "a picture made of another one"},
        {TG_FOURCC('t', 'm', 'a', 'p'), "a tone map"},
        {TG_FOURCC('j', 'p', 'e', 'g'), "a JPEG picture"},
        {TG_FOURCC('a', 'v', 'c', '1'), "a picture coded as H.264"},
        {TG_FOURCC('v', 'v', 'c', '1'), "a picture coded as H.266"},
        {TG_FOURCC('j', '2', 'k', '1'), "a JPEG 2000 picture"},
        {TG_FOURCC('u', 'n', 'c', 'i'), "a picture without compression"},
    };
    const char *what = "a picture of an unknown kind";

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (kinds[i].type == type)
            what = kinds[i].what;
    return tg_err_new(TG_E_UNSUPPORTED, h->path,
                      "is a HEIF file of %s, which is not read: convert it to JPEG first, for "
                      "example with heif-convert",
                      what);
}

static bool is_coded(uint32_t type)
{
    return type == TG_FOURCC('h', 'v', 'c', '1') || type == TG_FOURCC('a', 'v', '0', '1');
}

struct tg_err *tg_heif_describe(const struct tg_heif *h, const struct tg_heif_item *item,
                                struct tg_heif_picture *picture)
{
    struct tg_heif_picture p = {
        .item = item, .type = item->type, .columns = 1, .rows = 1, .colour = {2, 2, 2, true}};
    struct tg_err *err = check_essentials(h, item);

    if (!err && item->type == TG_FOURCC('g', 'r', 'i', 'd'))
        err = describe_grid(h, &p);
    else if (!err && is_coded(item->type) && !read_size(h, item, &p.coded_w, &p.coded_h))
        err = damaged(h, "it does not say how large its picture is");
    if (!err && !is_coded(p.type))
        err = refuse(h, p.type);
    if (err)
        return err;
    if (item->type == p.type) {
        p.tile_w = p.coded_w;
        p.tile_h = p.coded_h;
    }
    read_crop(h, &p);
    read_orientation(h, &p);
    read_colour(h, &p);
    find_auxiliaries(h, &p);
    *picture = p;
    return NULL;
}

const struct tg_heif_item *tg_heif_tile(const struct tg_heif *h,
                                        const struct tg_heif_picture *picture, size_t n)
{
    const struct tg_heif_item *tile = picture->item;

    if (picture->item->type != picture->type)
        tile = tg_heif_target(h, picture->item, TG_FOURCC('d', 'i', 'm', 'g'), (unsigned)n);
    return tile && tile->type == picture->type ? tile : NULL;
}

/* Whether it is all of the picture: its sides have the same ratio, to half a pixel. */
static bool is_version(const struct tg_heif_picture *t, const struct tg_heif_picture *p)
{
    double ratio = (double)p->w / t->w, off = p->h / ratio - t->h;

    return t->type == p->type && !t->alpha && t->orientation == p->orientation &&
           t->w == t->coded_w && t->h == t->coded_h && off <= 0.5 && off >= -0.5;
}

bool tg_heif_thumbnail(const struct tg_heif *h, const struct tg_heif_picture *picture, uint32_t w,
                       uint32_t height, struct tg_heif_picture *thumbnail)
{
    const uint32_t thmb = TG_FOURCC('t', 'h', 'm', 'b');
    bool found = false;

    if (picture->alpha || picture->w != picture->coded_w || picture->h != picture->coded_h)
        return false;
    for (unsigned n = 0; n < REFERRERS; n++) {
        const struct tg_heif_item *item = tg_heif_referrer(h, picture->item, thmb, n);
        struct tg_heif_picture t;
        struct tg_err *err = item ? tg_heif_describe(h, item, &t) : NULL;

        if (item && !err && is_version(&t, picture) && t.w >= w && t.h >= height &&
            (!found || t.w < thumbnail->w)) {
            *thumbnail = t;
            found = true;
        }
        tg_err_free(err);
    }
    return found;
}
