/* xmp_faces.c - see xmp_faces.h.
 * Metadata Working Group, Guidelines for Handling Image Metadata 2.0, 5.9
 * https://learn.microsoft.com/en-us/windows/win32/wic/-wic-people-tagging
 *
 * Values are attributes in the files of some programs, elements in others.  Regions lie in the
 * picture as it is stored; some programs turn them with it, which shows in the size that they were
 * made for. */
#include "core/codec/xmp_faces.h"

#include <string.h>

#include "core/codec/gainmap.h"
#include "core/codec/xmp.h"
#include "core/codec/xmp_reader.h"
#include "core/image/image.h"

#define REGIONS  "http://www.metadataworkinggroup.com/schemas/regions/ "
#define AREA     "http://ns.adobe.com/xmp/sType/Area# "
#define SIZE     "http://ns.adobe.com/xap/1.0/sType/Dimensions# "
#define PEOPLE   "http://ns.microsoft.com/photo/1.2/t/Region# "
#define PEOPLES  "http://ns.microsoft.com/photo/1.2/t/RegionInfo# "
#define RDF_LI   "http://www.w3.org/1999/02/22-rdf-syntax-ns# li"
#define OF_SHAPE 50 /* 1/50: sides are rounded */

enum { X, Y, W, H, SIDES, MOST_SIDES = 16 };

struct reader {
    bool in_list;               /* of the Metadata Working Group */
    unsigned depth;             /* of items in it */
    bool is_face, is_normal;    /* the open region; its area is in parts of the picture */
    unsigned known;             /* which sides of its area are, a bit each */
    int64_t area[SIDES];        /* its centre and size */
    uint64_t width, height;     /* of the picture that the regions were made for; 0: not said */
    struct tg_faces own, other; /* as stored; Microsoft's */
};

static const char *skip_space(const char *s)
{
    return s + strspn(s, " \t\r\n");
}

/* A decimal number as parts of a whole.  Where it ends: at `end` or the end of the text. */
static bool read_part(const char **text, char end, int64_t *part)
{
    const char *s = skip_space(*text);
    char number[TG_XMP_VALUE];
    struct tg_fraction f;
    size_t len = 0;

    while (s[len] && s[len] != end && !strchr(" \t\r\n", s[len]) && len + 1 < sizeof(number)) {
        number[len] = s[len];
        len++;
    }
    number[len] = '\0';
    s = skip_space(s + len);
    if ((*s && *s != end) || !tg_gain_parse(number, &f))
        return false;
    *text = s + (*s != '\0');
    *part = (2 * f.n * TG_FACES_WHOLE + f.d) / (2 * (int64_t)f.d);
    return true;
}

static void take_side(struct reader *r, unsigned side, const char *text)
{
    if (read_part(&text, '\0', &r->area[side]))
        r->known |= 1U << side;
}

/* "LEFT, TOP, WIDTH, HEIGHT" */
static void take_rectangle(struct reader *r, const char *text)
{
    int64_t v[SIDES];

    for (unsigned i = 0; i < SIDES; i++)
        if (!read_part(&text, ',', &v[i]))
            return;
    tg_faces_add(&r->other, v[X], v[Y], v[W], v[H]);
}

static uint64_t read_side(const char *text)
{
    uint64_t v = tg_xmp_number(text);

    return v <= TG_MAX_SIDE ? v : 0;
}

static void take_value(void *ctx, const char *name, const char *value)
{
    static const char *const sides[SIDES] = {AREA "x", AREA "y", AREA "w", AREA "h"};
    struct reader *r = ctx;

    for (unsigned i = 0; i < SIDES && r->depth; i++)
        if (strcmp(name, sides[i]) == 0)
            take_side(r, i, value);
    if (strcmp(name, PEOPLE "Rectangle") == 0)
        take_rectangle(r, value);
    else if (strcmp(name, SIZE "w") == 0)
        r->width = read_side(value);
    else if (strcmp(name, SIZE "h") == 0)
        r->height = read_side(value);
    else if (strcmp(name, AREA "unit") == 0)
        r->is_normal = strcmp(value, "normalized") == 0;
    else if (strcmp(name, REGIONS "Type") == 0)
        r->is_face = strcmp(value, "Face") == 0 || strcmp(value, "Pet") == 0;
}

static void open_element(void *ctx, const char *name)
{
    struct reader *r = ctx;

    r->in_list |= strcmp(name, REGIONS "RegionList") == 0;
    if (!r->in_list || strcmp(name, RDF_LI) != 0 || r->depth++)
        return;
    r->is_face = r->is_normal = true; /* what says nothing */
    r->known = 0;
}

static void end_region(struct reader *r)
{
    const int64_t *a = r->area;

    if (r->known == (1U << SIDES) - 1 && r->is_face && r->is_normal)
        tg_faces_add(&r->own, a[X] - a[W] / 2, a[Y] - a[H] / 2, a[W], a[H]);
}

static void close_element(void *ctx, const char *name, const char *text)
{
    struct reader *r = ctx;

    if (*text)
        take_value(ctx, name, text);
    if (r->depth && strcmp(name, RDF_LI) == 0 && --r->depth == 0)
        end_region(r);
    else if (strcmp(name, REGIONS "RegionList") == 0)
        r->in_list = false;
}

/* Whether a picture of w x h has the shape that the regions were made for. */
static bool is_shape(const struct reader *r, uint64_t w, uint64_t h)
{
    uint64_t a = r->width * h, b = r->height * w;

    return (a > b ? a - b : b - a) <= a / OF_SHAPE;
}

/* As it is seen. */
static void add_upright(const struct tg_face *f, unsigned orientation, struct tg_faces *faces)
{
    struct tg_face t = *f;

    if (tg_orientation_mirrors_x(orientation))
        t.x = (uint16_t)(TG_FACES_WHOLE - t.x - t.w);
    if (tg_orientation_mirrors_y(orientation))
        t.y = (uint16_t)(TG_FACES_WHOLE - t.y - t.h);
    if (tg_orientation_swaps(orientation))
        t = (struct tg_face){t.y, t.x, t.h, t.w};
    tg_faces_add(faces, t.x, t.y, t.w, t.h);
}

static void turn(const struct reader *r, const struct tg_info *info, struct tg_faces *faces)
{
    const struct tg_faces *found = r->own.len ? &r->own : &r->other;
    bool sized = r->own.len && r->width && r->height;
    bool stored = !sized || is_shape(r, info->width, info->height);

    if (!stored && !is_shape(r, info->height, info->width))
        return; /* it was cropped since */
    if (!stored && !tg_orientation_swaps(info->orientation))
        return;
    for (size_t i = 0; i < found->len; i++)
        add_upright(&found->list[i], stored ? info->orientation : 1, faces);
}

struct tg_err *tg_xmp_faces(const uint8_t *data, size_t len, const struct tg_info *info,
                            struct tg_faces *faces)
{
    struct reader r = {.depth = 0};
    struct tg_xmp_reader xmp = {
        .ctx = &r, .value = take_value, .open = open_element, .close = close_element};
    struct tg_err *err;
    bool whole;

    faces->len = 0;
    if (!data || len == 0 || len > TG_XMP_MAX ||
        (!tg_xmp_mentions(data, len, "RegionList") && !tg_xmp_mentions(data, len, "t/Region#")))
        return NULL;
    err = tg_xmp_read(&xmp, data, len, &whole);
    if (!err)
        turn(&r, info, faces);
    return err;
}
