/* hdr.c - see hdr.h. */
#include "core/render/hdr.h"

#include <errno.h>
#include <unistd.h>

enum {
    QUALITY = 80,
    COPY_QUALITY = 90, /* in full-size copies, of maps whose coded data cannot stay */
    SHARE = 4,         /* a map of a reduced picture has no more samples than one in so many */
    FLAT = 2,          /* samples that differ by no more are the noise of JPEG */
};

static const char broken[] = "its gain map is damaged, or of no known kind: its pictures are SDR";

void tg_hdr_release(struct tg_hdr *hdr)
{
    tg_picture_release(&hdr->map);
    tg_gainmap_release(&hdr->gain);
}

static bool wants(const struct tg_output_spec *spec, enum tg_format format,
                  const struct tg_image *picture)
{
    return tg_output_has_gain_map(spec, format, picture->width, picture->height,
                                  picture->orientation);
}

/* ---- Reading --------------------------------------------------------------------------------- */

/* Samples of the map along one side of an output; `seen` of the picture's `whole` pixels are shown
 * there. */
static uint32_t map_side(uint32_t map, uint32_t whole, uint32_t out, double seen)
{
    uint32_t side = (uint32_t)(((uint64_t)out * map + whole - 1) / whole);
    uint32_t most = out < seen ? (out + SHARE - 1) / SHARE : out;

    side = side < most ? side : most;
    return side ? side : 1;
}

static uint32_t larger(uint32_t so_far, double length)
{
    return length > so_far ? (uint32_t)(length + 0.5) : so_far;
}

/* The size that the whole map has at the scale of the output that shrinks it least. */
static void plan_decode(const void *ctx, const struct tg_info *map, struct tg_decode_plan *plan)
{
    const struct tg_hdr_photo *p = ctx;
    const struct tg_image *im = p->picture;

    *plan = (struct tg_decode_plan){.want_w = 1, .want_h = 1};
    for (size_t i = 0; i < p->n; i++) {
        struct tg_view v = tg_coded_view(&p->specs[i], im->width, im->height, im->orientation);

        if (!wants(&p->specs[i], p->codec->format, im))
            continue;
        plan->want_w =
            larger(plan->want_w, im->width * (map_side(map->width, im->width, v.out_w, v.w) / v.w));
        plan->want_h = larger(plan->want_h,
                              im->height * (map_side(map->height, im->height, v.out_h, v.h) / v.h));
    }
}

static void bend(struct tg_plane *p, const uint8_t curve[256])
{
    for (uint32_t y = 0; y < p->h; y++)
        for (uint32_t x = 0; x < p->w; x++)
            p->data[y * p->stride + x] = curve[p->data[y * p->stride + x]];
}

static bool is_flat_plane(const struct tg_plane *p)
{
    uint8_t least = 255, most = 0;

    for (uint32_t y = 0; y < p->h; y++)
        for (uint32_t x = 0; x < p->w; x++) {
            uint8_t v = p->data[y * p->stride + x];

            least = v < least ? v : least;
            most = v > most ? v : most;
        }
    return most <= least + FLAT;
}

/* Everything would be brighter by the same, which the picture itself could say. */
static bool is_flat(const struct tg_image *map)
{
    for (unsigned c = 0; c < map->planes; c++)
        if (!is_flat_plane(&map->plane[c]))
            return false;
    return true;
}

/* The map behind the picture in a JPEG file. */
static struct tg_err *decode_behind(struct tg_hdr *hdr, struct tg_source *src,
                                    struct tg_decode_options *options, struct tg_damage *damage)
{
    struct tg_err *err = tg_gainmap_find(src, &hdr->gain);

    if (err || hdr->gain.kind == TG_GAINMAP_NONE || hdr->gain.kind == TG_GAINMAP_BROKEN)
        return err;
    err = tg_source_narrow(src, hdr->gain.at, hdr->gain.bytes);
    return err ? err : tg_codec_of(TG_JPEG)->decode(src, options, &hdr->map.image, damage);
}

/* Finds and decodes the map; *good: it is whole, and of a picture like this. */
static struct tg_err *decode_map(struct tg_hdr *hdr, const struct tg_hdr_photo *p, bool *good)
{
    const struct tg_image *im = p->picture;
    struct tg_image *map = &hdr->map.image;
    struct tg_damage damage = {0};
    struct tg_decode_options options = {
        .kernels = p->kernels, .limits = *p->limits, .plan = plan_decode, .plan_ctx = p};
    struct tg_source src = {.fd = -1};
    struct tg_err *err = tg_source_init(&src, p->source, NULL);

    if (!err && p->codec->gain_map) {
        err = p->codec->gain_map(&src, &options, &hdr->gain, map, &damage);
    } else if (!err) {
        options.limits.max_pixels = (uint64_t)im->width * im->height;
        err = decode_behind(hdr, &src, &options, &damage);
    }
    tg_source_release(&src);
    *good =
        !err && !damage.count && map->planes && map->width <= im->width &&
        map->height <= im->height &&
        (map->model == TG_GREY || (map->model == TG_YCC && hdr->gain.kind == TG_GAINMAP_STANDARD));
    return err;
}

static bool any_wants(const struct tg_hdr_photo *p)
{
    for (size_t i = 0; i < p->n; i++)
        if (wants(&p->specs[i], p->codec->format, p->picture))
            return true;
    return false;
}

/* Whether it tells nothing of the file, and another try may end otherwise. */
static bool is_ours(const struct tg_err *err)
{
    return err && (tg_err_code(err) == TG_E_NOMEM || tg_err_code(err) == TG_E_SYS);
}

struct tg_err *tg_hdr_read(struct tg_hdr *hdr, const struct tg_hdr_photo *p,
                           struct tg_damage *damage)
{
    struct tg_err *err;
    bool good = false;

    *hdr = (struct tg_hdr){.format = p->codec->format, .map.resampler.kernels = p->kernels};
    if (!any_wants(p) || lseek(p->source, 0, SEEK_SET) < 0) /* a pipe */
        return NULL;
    err = decode_map(hdr, p, &good);
    if (is_ours(err))
        return err;
    if (!good && (err || hdr->gain.kind != TG_GAINMAP_NONE))
        tg_damage_note(damage, broken);
    tg_err_free(err);
    if (good && hdr->gain.kind == TG_GAINMAP_APPLE) {
        uint8_t curve[256];

        tg_gainmap_apple_curve(&hdr->gain, curve);
        bend(&hdr->map.image.plane[0], curve);
    }
    if (!good || is_flat(&hdr->map.image))
        tg_hdr_release(hdr);
    return NULL;
}

/* ---- Writing --------------------------------------------------------------------------------- */

/* Gains of R, G and B are of no use in other colours. */
bool tg_hdr_is_wanted(const struct tg_hdr *hdr, const struct tg_output_spec *spec,
                      const struct tg_image *picture)
{
    bool converted = spec->colour == TG_COLOUR_SRGB && picture->icc.data;

    return hdr->gain.kind != TG_GAINMAP_NONE && wants(spec, hdr->format, picture) &&
           !(converted && hdr->map.image.model != TG_GREY && !hdr->gain.numbers.own_colours);
}

/* The map of an output, in planes. */
static struct tg_err *view_map(struct tg_hdr *hdr, const struct tg_hdr_output *o,
                               struct tg_image *out)
{
    const struct tg_image *im = o->picture, *map = &hdr->map.image;
    const struct tg_blob *icc = hdr->gain.icc.data ? &hdr->gain.icc : &map->icc; /* in pieces */
    struct tg_view v = tg_coded_view(o->spec, im->width, im->height, im->orientation);
    unsigned turn = o->copied ? 1 : tg_output_turn(o->spec, im->orientation);
    uint32_t w = map_side(map->width, im->width, v.out_w, v.w);
    uint32_t h = map_side(map->height, im->height, v.out_h, v.h);
    bool premultiplied;
    struct tg_err *err;

    v = (struct tg_view){.out_w = w,
                         .out_h = h,
                         .x = v.x * map->width / im->width,
                         .y = v.y * map->height / im->height,
                         .w = v.w * map->width / im->width,
                         .h = v.h * map->height / im->height};
    err = tg_picture_show(&hdr->map, &v, turn,
                          &(struct tg_shown_subsampling){map->sub_x[1], map->sub_y[1]}, out,
                          &premultiplied);
    if (!err && hdr->gain.numbers.own_colours && icc->data)
        err = tg_blob_set(&out->icc, icc->data, icc->len);
    return err;
}

static struct tg_err *encode_map(struct tg_hdr *hdr, const struct tg_hdr_output *o,
                                 struct tg_buf *file)
{
    const struct tg_encode_options options = {.format = TG_JPEG,
                                              .quality = o->copied ? COPY_QUALITY : QUALITY,
                                              .jpeg_mode = TG_JPEG_BASELINE};
    struct tg_image out = {0};
    struct tg_sink sink = {.fd = -1};
    struct tg_err *err = view_map(hdr, o, &out);

    if (!err)
        err = tg_sink_init_memory(&sink, file);
    if (!err)
        err = tg_codec_of(TG_JPEG)->encode(hdr->map.resampler.kernels, &out, &options, &sink);
    tg_sink_release(&sink);
    tg_image_release(&out);
    return err;
}

/* The map as it is in the photo's file, without what is private. */
static struct tg_err *copy_map(const struct tg_gainmap *g, int source, struct tg_blob *file)
{
    const struct tg_strip_options keep = {.exif = false};
    struct tg_source src;
    struct tg_err *err;

    if (lseek(source, 0, SEEK_SET) < 0)
        return tg_err_sys(errno, NULL, "cannot read again");
    err = tg_source_init(&src, source, NULL);
    if (!err)
        err = tg_source_narrow(&src, g->at, g->bytes);
    if (!err)
        err = tg_codec_strip(tg_codec_of(TG_JPEG), &src, &keep, file);
    tg_source_release(&src);
    return err;
}

struct tg_err *tg_hdr_write(struct tg_hdr *hdr, const struct tg_hdr_output *o, int fd,
                            uint64_t *bytes)
{
    struct tg_blob map = {0};
    struct tg_buf made;
    struct tg_err *err;

    tg_buf_init(&made, TG_BUF_MAX);
    if (o->copied && hdr->gain.kind == TG_GAINMAP_STANDARD && !hdr->map.image.exotic) {
        err = copy_map(&hdr->gain, o->source, &map);
        if (!err)
            err = tg_gainmap_join(&hdr->gain, &o->file, &map, fd, bytes);
    } else {
        err = encode_map(hdr, o, &made);
        if (!err)
            err = tg_gainmap_join(&hdr->gain, &o->file,
                                  &(struct tg_blob){(uint8_t *)made.data, made.len}, fd, bytes);
    }
    tg_blob_release(&map);
    tg_buf_release(&made);
    return err;
}
