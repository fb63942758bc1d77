/* heif_decode.c - see heif_decode.h. */
#include "core/codec/heif_decode.h"

#include <string.h>

#include "core/codec/bounds.h"
#include "core/codec/exif.h"
#include "core/codec/extras.h"
#include "core/codec/samples.h"
#include "core/codec/whole.h"
#include "core/codec/xmp_gainmap.h"
#include "core/image/alpha.h"
#include "core/image/icc.h"

struct work {
    const struct tg_source *src;
    struct tg_blob file;
    struct tg_heif heif;
    struct tg_heif_picture picture;
    const struct tg_heif_coder *coder;
    struct tg_damage *damage;
};

static void work_release(struct work *w)
{
    tg_heif_release(&w->heif);
    tg_blob_release(&w->file);
}

static bool is_av1(const struct tg_heif_picture *p)
{
    return p->type == TG_FOURCC('a', 'v', '0', '1');
}

/* Both code arithmetically and have no bound.  Of a picture of one colour libaom makes a byte of
 * 50,000 pixels, x265 one of 4,200. */
static uint64_t least_bytes(const struct tg_heif_picture *p)
{
    return (uint64_t)p->coded_w * p->coded_h / (is_av1(p) ? 50000 : 4200);
}

static struct tg_err *find_coder(struct work *w)
{
    bool av1 = is_av1(&w->picture);

#if TG_HAVE_AVIF
    if (av1)
        w->coder = &tg_heif_av1;
#endif
#if TG_HAVE_HEVC
    if (!av1)
        w->coder = &tg_heif_hevc;
#endif
    if (w->coder)
        return NULL;
    return tg_err_new(TG_E_UNSUPPORTED, w->src->path,
                      "is a HEIF file coded as %s, which this program was built without: convert "
                      "it to JPEG first, for example with %s",
                      av1 ? "AV1" : "HEVC", av1 ? "avifdec" : "heif-convert");
}

/* Reads the file and what it says of itself, and checks it against the limits. */
static struct tg_err *start(struct work *w, struct tg_source *src, const struct tg_limits *limits)
{
    const struct tg_heif_item *primary;
    struct tg_err *err;

    w->src = src;
    err = tg_whole_read(src, &w->file);
    if (!err)
        err = tg_heif_open(&w->heif, src->path, &w->file);
    if (err)
        return err;
    primary = tg_heif_item(&w->heif, w->heif.primary);
    if (!primary)
        return tg_err_new(TG_E_CORRUPT, src->path, "is damaged: its picture is missing");
    err = tg_heif_describe(&w->heif, primary, &w->picture);
    if (!err)
        err = tg_bounds_check(src, limits, w->picture.coded_w, w->picture.coded_h,
                              least_bytes(&w->picture));
    return err ? err : find_coder(w);
}

static struct tg_info info_of(const struct work *w, enum tg_format format)
{
    return (struct tg_info){.format = format,
                            .width = w->picture.w,
                            .height = w->picture.h,
                            .orientation = w->picture.orientation};
}

/* Of EXIF the date alone: how the picture lies and its colours are told by boxes. */
static void read_date(const struct tg_blob *exif, struct tg_info *info)
{
    struct tg_info found;

    if (!exif->len)
        return;
    tg_exif_read(exif->data, exif->len, &found);
    memcpy(info->date, found.date, sizeof(info->date));
}

/* How much brighter the gain map makes the picture: its own XMP says it, or the picture's EXIF.  A
 * map is of the whole picture, and no crop of it is made. */
static struct tg_err *read_headroom(const struct work *w, const struct tg_blob *exif,
                                    struct tg_gainmap *g)
{
    const struct tg_heif_picture *p = &w->picture;
    struct tg_blob other = {0}, xmp = {0};
    struct tg_xmp_gainmap x = {.version = false};
    struct tg_err *err = NULL;

    if (!p->gain_map || p->w != p->coded_w || p->h != p->coded_h)
        return NULL;
    err = tg_heif_metadata(&w->heif, p->gain_map, &other, &xmp);
    if (!err)
        err = tg_xmp_gainmap_read(xmp.data, xmp.len, &x);
    if (!err && !x.bad && tg_gainmap_apple_read(x.apple_headroom, exif, &g->numbers)) {
        tg_gain_to_texts(&g->numbers, &g->texts);
        g->kind = TG_GAINMAP_APPLE;
    }
    tg_blob_release(&other);
    tg_blob_release(&xmp);
    return err;
}

struct tg_err *tg_heif_probe(struct tg_source *src, const struct tg_limits *limits,
                             enum tg_format format, struct tg_info *info,
                             struct tg_raw_metadata *raw)
{
    struct tg_blob exif = {0}, xmp = {0};
    struct tg_gainmap g = {.kind = TG_GAINMAP_NONE};
    struct work w = {0};
    struct tg_err *err = start(&w, src, limits);

    if (!err)
        err = tg_heif_metadata(&w.heif, w.picture.item, &exif, &xmp);
    if (!err)
        err = read_headroom(&w, &exif, &g);
    if (!err) {
        *info = info_of(&w, format);
        info->gain_map = g.kind == TG_GAINMAP_NONE ? TG_INFO_NO_MAP : TG_INFO_MAP;
        read_date(&exif, info);
    }
    if (!err && raw) {
        raw->exif = exif;
        raw->xmp = xmp;
        exif = xmp = (struct tg_blob){0};
    }
    tg_blob_release(&exif);
    tg_blob_release(&xmp);
    work_release(&w);
    return err;
}

/* ---- Tiles ----------------------------------------------------------------------------------- */

/* A picture while its tiles are decoded.  The first one that can be decides how it is coded. */
struct canvas {
    const struct work *w;
    const struct tg_heif_picture *picture;
    struct tg_heif_decoder *decoder;
    struct tg_image *image;
    struct tg_plane *alpha; /* NULL: colours are decoded, into the image */
    struct tg_heif_frame first;
    struct tg_heif_colour colour;
    struct tg_heif_conversion conversion;
    bool begun, rgb;
    uint64_t taken;         /* bytes of items */
    uint32_t lost, damaged; /* tiles */
    uint32_t skipped;       /* so many at the beginning are lost, and not yet grey */
};

/* All tiles of a file may lie in the same bytes, and the work be any multiple of its size. */
static struct tg_err *check_taken(const struct canvas *v)
{
    enum { FREE = 64 << 20, TIMES = 4 };

    if (v->taken <= FREE || v->taken / TIMES <= v->w->file.len)
        return NULL;
    return tg_err_new(TG_E_LIMIT, NULL, "the same bytes are in too many tiles");
}

static struct tg_err *decode_item(struct canvas *v, const struct tg_heif_item *item,
                                  struct tg_heif_frame *frame, bool *damaged)
{
    const struct tg_heif *heif = &v->w->heif;
    struct tg_heif_cursor c = {0};
    struct tg_blob data = {0}, config;
    bool cut = false, parts = false;
    struct tg_err *err = tg_heif_data(heif, item, &data, &cut);

    if (err)
        return err;
    v->taken += data.len;
    err = check_taken(v);
    (void)tg_heif_property(heif, item, v->w->coder->config, 0, &c);
    config = tg_heif_span(&c);
    if (!err)
        err = v->w->coder->decode(v->decoder, &config, &data, v->picture->tile_w,
                                  v->picture->tile_h, frame, &parts);
    *damaged = cut || parts;
    tg_blob_release(&data);
    return !err ? NULL
                : tg_err_wrap(err, v->w->src->path,
                              cut ? "is cut short" : "cannot decode the picture");
}

/* Whether something begins between samples of chroma: the crop, or tiles.  It becomes RGB. */
static bool is_between(const struct tg_heif_picture *p, const struct tg_heif_frame *frame)
{
    return p->x % frame->sub_x || p->y % frame->sub_y ||
           (p->columns > 1 && p->tile_w % frame->sub_x) ||
           (p->rows > 1 && p->tile_h % frame->sub_y);
}

/* Room for the picture. */
static struct tg_err *begin(struct canvas *v, const struct tg_heif_frame *frame)
{
    const struct tg_heif_picture *p = v->picture;

    v->begun = true;
    v->first = *frame;
    v->colour = p->says_colour ? p->colour : frame->colour;
    tg_heif_conversion_init(&v->conversion, frame, &v->colour, v->rgb || is_between(p, frame));
    if (v->alpha)
        return tg_plane_new(v->alpha, p->coded_w, p->coded_h);
    if (v->conversion.model == TG_YCC)
        return tg_image_new_ycc(v->image, p->coded_w, p->coded_h, frame->sub_x, frame->sub_y);
    return tg_image_new(v->image, p->coded_w, p->coded_h, v->conversion.model, false, 8);
}

static bool is_like(const struct tg_heif_frame *a, const struct tg_heif_frame *b)
{
    return a->bits == b->bits && a->planes == b->planes && a->sub_x == b->sub_x &&
           a->sub_y == b->sub_y;
}

/* A part of a plane in grey, which of alpha is opaque. */
static void lose(struct tg_plane *p, uint8_t value, const uint32_t at[4], uint8_t sx, uint8_t sy)
{
    uint32_t x = at[0] / sx, right = (at[0] + at[2] + sx - 1) / sx;

    for (uint32_t y = at[1] / sy; y < (at[1] + at[3] + sy - 1) / sy; y++)
        memset(p->data + y * p->stride + x, value, right - x);
}

static void lose_part(struct canvas *v, const uint32_t at[4])
{
    if (v->alpha)
        lose(v->alpha, 0xff, at, 1, 1);
    for (unsigned c = 0; !v->alpha && c < v->image->planes; c++)
        lose(&v->image->plane[c], 0x80, at, v->image->sub_x[c], v->image->sub_y[c]);
}

/* Where tile `n` lies: x, y, w, h, cut off at the right and lower edge; false: nowhere. */
static bool place(const struct tg_heif_picture *p, uint32_t n, uint32_t at[4])
{
    at[0] = n % p->columns * p->tile_w;
    at[1] = n / p->columns * p->tile_h;
    if (at[0] >= p->coded_w || at[1] >= p->coded_h)
        return false;
    at[2] = p->coded_w - at[0] < p->tile_w ? p->coded_w - at[0] : p->tile_w;
    at[3] = p->coded_h - at[1] < p->tile_h ? p->coded_h - at[1] : p->tile_h;
    return true;
}

static struct tg_err *put_tile(struct canvas *v, const struct tg_heif_frame *frame,
                               const uint32_t at[4], bool *damaged)
{
    uint32_t w = frame->w < at[2] ? frame->w : at[2], h = frame->h < at[3] ? frame->h : at[3];
    struct tg_err *err = v->begun ? NULL : begin(v, frame);

    if (err)
        return err;
    if (!is_like(frame, &v->first))
        return tg_err_new(TG_E_CORRUPT, v->w->src->path, "is damaged: its tiles do not fit");
    if (w < at[2] || h < at[3]) {
        lose_part(v, at);
        *damaged = true;
    }
    if (v->alpha)
        tg_heif_put_luma(&v->conversion, frame, v->alpha, at[0], at[1], w, h);
    else
        tg_heif_put(&v->conversion, frame, v->image, at[0], at[1], w, h);
    return NULL;
}

static struct tg_err *do_tile(struct canvas *v, uint32_t n, const uint32_t at[4])
{
    const struct tg_heif_item *item = tg_heif_tile(&v->w->heif, v->picture, n);
    struct tg_heif_frame frame = {.sub_x = 1, .sub_y = 1};
    bool damaged = false;
    struct tg_err *err;

    if (!item)
        return tg_err_new(TG_E_CORRUPT, v->w->src->path, "is damaged: tiles are missing");
    err = decode_item(v, item, &frame, &damaged);
    if (!err)
        err = put_tile(v, &frame, at, &damaged);
    v->damaged += !err && damaged;
    return err;
}

/* A picture without a tile is one all the same, unless there is no other, or a limit is reached. */
static bool is_bearable(const struct canvas *v, const struct tg_err *err)
{
    return v->picture->columns * v->picture->rows > 1 && tg_err_code(err) != TG_E_NOMEM &&
           tg_err_code(err) != TG_E_LIMIT;
}

/* A tile, or grey in its place; before the first good one there is no place yet. */
static struct tg_err *do_or_lose(struct canvas *v, uint32_t n, struct tg_err **first)
{
    uint32_t at[4];
    struct tg_err *err = place(v->picture, n, at) ? do_tile(v, n, at) : NULL;

    if (!err || !is_bearable(v, err))
        return err;
    v->lost++;
    if (v->begun)
        lose_part(v, at);
    else
        v->skipped = n + 1;
    if (*first)
        tg_err_free(err);
    else
        *first = err;
    return NULL;
}

static struct tg_err *do_tiles(struct canvas *v)
{
    uint32_t n = v->picture->columns * v->picture->rows, at[4];
    struct tg_err *first = NULL, *err = NULL;

    for (uint32_t i = 0; !err && i < n; i++)
        err = do_or_lose(v, i, &first);
    if (!err && v->lost == n)
        return first;
    tg_err_free(first);
    for (uint32_t i = 0; !err && i < v->skipped; i++)
        if (place(v->picture, i, at))
            lose_part(v, at);
    return err;
}

static struct tg_err *decode_tiles(struct canvas *v)
{
    struct tg_err *err = v->w->coder->open(&v->decoder);

    if (err)
        return err;
    err = do_tiles(v);
    v->w->coder->close(v->decoder);
    if (!err && v->lost)
        tg_damage_add(v->w->damage, "tiles of the picture are lost");
    if (!err && v->damaged)
        tg_damage_add(v->w->damage, "the picture is damaged");
    return err;
}

/* ---- The rest of the picture ----------------------------------------------------------------- */

/* As a plane behind the colours, which are RGB or grey. */
static struct tg_err *add_alpha(const struct work *w, const struct tg_heif_picture *p,
                                const struct tg_kernels *k, struct tg_image *im)
{
    struct tg_heif_picture picture;
    struct tg_plane plane = {0};
    struct canvas v = {.w = w, .picture = &picture, .image = im, .alpha = &plane};
    struct tg_err *err = tg_heif_describe(&w->heif, p->alpha, &picture);

    if (!err &&
        (picture.type != p->type || picture.coded_w != p->coded_w || picture.coded_h != p->coded_h))
        err = tg_err_new(TG_E_CORRUPT, w->src->path, "has a transparency of another size");
    if (!err)
        err = decode_tiles(&v);
    if (err) {
        tg_plane_release(&plane);
        if (tg_err_code(err) == TG_E_NOMEM)
            return err;
        tg_err_free(err);
        tg_damage_add(w->damage, "the transparency is damaged and left out");
        return NULL;
    }
    im->sub_x[im->planes] = im->sub_y[im->planes] = 1;
    im->plane[im->planes++] = plane;
    im->alpha = true;
    if (p->premultiplied)
        tg_image_unpremultiply(k, im);
    return NULL;
}

/* Moves what is shown to where the planes begin. */
static void cut_out(const struct tg_heif_picture *p, struct tg_image *im)
{
    for (unsigned c = 0; c < im->planes; c++) {
        struct tg_plane *plane = &im->plane[c];
        size_t sx = im->sub_x[c], sy = im->sub_y[c];
        const uint8_t *from = plane->data + p->y / sy * plane->stride + p->x / sx;

        plane->w = (uint32_t)((p->w + sx - 1) / sx);
        plane->h = (uint32_t)((p->h + sy - 1) / sy);
        plane->extent_w = (double)p->w / (double)sx;
        plane->extent_h = (double)p->h / (double)sy;
        for (uint32_t y = 0; p->x + p->y && y < plane->h; y++)
            memmove(plane->data + y * plane->stride, from + y * plane->stride, plane->w);
    }
}

/* The profile of the file, or one that says what its numbers say.  A profile made for PQ or HLG
 * describes no tones that are ours. */
static struct tg_err *set_profile(const struct tg_heif_picture *p,
                                  const struct tg_heif_colour *colour, bool toned,
                                  struct tg_image *im)
{
    struct tg_blob icc = tg_heif_span(&p->icc);
    struct tg_err *err;
    bool known;

    if (icc.len && !toned)
        return tg_extras_set_icc(im, icc.data, icc.len);
    if (im->model == TG_GREY)
        return NULL;
    err = tg_icc_from_cicp(colour->primaries, toned ? 13 : colour->transfer, &icc, &known);
    if (err)
        return err;
    im->icc = icc;
    return NULL;
}

/* Of EXIF the orientation may be another one than that of the boxes, which counts: whoever gets the
 * block must not turn the picture twice. */
static struct tg_err *take_metadata(const struct work *w, struct tg_image *im)
{
    struct tg_err *err = tg_heif_metadata(&w->heif, w->picture.item, &im->exif, &im->xmp);
    struct tg_info said;

    if (err || !im->exif.len)
        return err;
    tg_exif_read(im->exif.data, im->exif.len, &said);
    return said.orientation == w->picture.orientation
               ? NULL
               : tg_exif_set_orientation(&im->exif, w->picture.orientation);
}

static struct tg_err *show(const struct work *w, const struct tg_heif_picture *p,
                           const struct tg_decode_options *o, struct tg_image *im)
{
    struct canvas v = {.w = w, .picture = p, .image = im, .rgb = p->alpha != NULL};
    struct tg_err *err = decode_tiles(&v);

    if (!err && p->alpha)
        err = add_alpha(w, p, o->kernels, im);
    if (err)
        return err;
    cut_out(p, im);
    tg_samples_drop_opaque(im);
    err = set_profile(p, &v.colour, v.conversion.tone != NULL, im);
    if (!err && o->metadata)
        err = take_metadata(w, im);
    im->width = w->picture.w;
    im->height = w->picture.h;
    im->orientation = w->picture.orientation;
    return err;
}

struct tg_err *tg_heif_decode(struct tg_source *src, enum tg_format format,
                              const struct tg_decode_options *options, struct tg_image *image,
                              struct tg_damage *damage)
{
    struct work w = {.damage = damage};
    struct tg_image made = {0};
    struct tg_err *err = start(&w, src, &options->limits);

    if (!err) {
        struct tg_info info = info_of(&w, format);
        struct tg_decode_plan plan = tg_extras_plan(options, &info);
        struct tg_heif_picture small;
        bool enough =
            plan.want_w <= info.width / 2 && plan.want_h <= info.height / 2 &&
            tg_heif_thumbnail(&w.heif, &w.picture, 2 * plan.want_w, 2 * plan.want_h, &small);

        err = show(&w, enough ? &small : &w.picture, options, &made);
        if (!err && w.picture.odd_crop)
            tg_damage_add(damage, "its crop makes no sense and is left out");
    }
    if (err)
        tg_image_release(&made);
    else
        *image = made;
    work_release(&w);
    return err;
}

/* The luma of an auxiliary picture that is coded as the picture is, and no larger. */
static struct tg_err *show_gain_map(const struct work *w, struct tg_image *map)
{
    struct tg_heif_picture picture;
    struct canvas v = {.w = w, .picture = &picture, .image = map, .alpha = &map->plane[0]};
    struct tg_err *err = tg_heif_describe(&w->heif, w->picture.gain_map, &picture);

    if (!err && (picture.type != w->picture.type || picture.coded_w > w->picture.coded_w ||
                 picture.coded_h > w->picture.coded_h))
        err = tg_err_new(TG_E_CORRUPT, w->src->path, "has a gain map of another kind");
    if (err)
        return err;
    map->model = TG_GREY;
    map->planes = 1;
    map->depth = 8;
    map->width = picture.coded_w;
    map->height = picture.coded_h;
    map->sub_x[0] = map->sub_y[0] = 1;
    map->orientation = 1;
    return decode_tiles(&v);
}

struct tg_err *tg_heif_gain_map(struct tg_source *src, const struct tg_decode_options *options,
                                struct tg_gainmap *g, struct tg_image *map,
                                struct tg_damage *damage)
{
    struct tg_blob exif = {0}, xmp = {0};
    struct work w = {.damage = damage};
    struct tg_err *err = start(&w, src, &options->limits);

    if (!err)
        err = tg_heif_metadata(&w.heif, w.picture.item, &exif, &xmp);
    if (!err)
        err = read_headroom(&w, &exif, g);
    if (!err && g->kind != TG_GAINMAP_NONE)
        err = show_gain_map(&w, map);
    tg_blob_release(&exif);
    tg_blob_release(&xmp);
    work_release(&w);
    return err;
}
