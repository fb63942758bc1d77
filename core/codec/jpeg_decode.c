/* jpeg_decode.c - JPEG to planes through libjpeg-turbo: no upsampling, no colour conversion. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/codec/jpeg_common.h"
/* after jpeg_common.h, which includes <stdio.h> for it */
#include <jerror.h>

#include "core/base/size.h"
#include "core/codec/bounds.h"
#include "core/codec/codec.h"
#include "core/codec/exif.h"
#include "core/codec/jpeg.h"
#include "core/codec/jpeg_app.h"
#include "core/codec/jpeg_planes.h"
#include "core/codec/jpeg_shape.h"
#include "core/codec/simd_check.h"
#include "core/image/icc.h"

/* A progressive file of more scans than this was made to cost time: ten are usual. */
enum { MAX_SCANS = 100 };

struct decoder {
    struct jpeg_decompress_struct cinfo;
    struct tg_jpeg_errors errors;
    struct jpeg_source_mgr mgr;
    struct jpeg_progress_mgr progress;
    struct tg_source *src;
    uint64_t taken; /* bytes that libjpeg was given, those of its buffer among them */
    uint64_t safe;  /* bytes before libjpeg's latest step; 0 before it began with a scan */
    uint64_t end;   /* where the file ends for libjpeg; UINT64_MAX: where it does */
    bool over;      /* that end was reached */
    bool started;   /* libjpeg reads the scan, and not our own decoder */
    bool complete;  /* all rows are there */
    uint8_t *spare; /* takes the rows of the last blocks that lie beyond the picture */
    uint8_t *row;   /* of pictures read in rows: CMYK, and behind it RGB */
    struct tg_cmyk *cmyk;
};

static struct decoder *decoder_of(j_decompress_ptr cinfo)
{
    return (struct decoder *)(void *)cinfo; /* cinfo is the first member */
}

static void init_source(j_decompress_ptr cinfo)
{
    (void)cinfo;
}

/* Gives libjpeg what the source's buffer holds, up to the end. */
static void give(struct decoder *d)
{
    size_t n = d->src->len - d->src->pos;

    if (n > d->end - d->taken)
        n = (size_t)(d->end - d->taken);
    d->mgr.next_input_byte = d->src->buf + d->src->pos;
    d->mgr.bytes_in_buffer = n;
    d->taken += n;
}

static boolean fill_input_buffer(j_decompress_ptr cinfo)
{
    static const JOCTET end[2] = {0xff, JPEG_EOI};
    struct decoder *d = decoder_of(cinfo);
    struct tg_err *err = tg_source_fill(d->src);

    if (err)
        tg_jpeg_fail((j_common_ptr)cinfo, err);
    give(d);
    if (d->mgr.bytes_in_buffer == 0) {
        /* cut short: an end marker lets libjpeg finish with what it has */
        d->over = true;
        WARNMS(cinfo, JWRN_JPEG_EOF);
        d->mgr.next_input_byte = end;
        d->mgr.bytes_in_buffer = sizeof(end);
    }
    return TRUE;
}

static void skip_input_data(j_decompress_ptr cinfo, long n)
{
    struct decoder *d = decoder_of(cinfo);

    while (n > 0 && (size_t)n > d->mgr.bytes_in_buffer) {
        n -= (long)d->mgr.bytes_in_buffer;
        (void)fill_input_buffer(cinfo);
        if (d->over)
            return;
    }
    if (n > 0) {
        d->mgr.next_input_byte += n;
        d->mgr.bytes_in_buffer -= (size_t)n;
    }
}

/* Called before each of libjpeg's steps, which are a row of blocks or all headers between two
 * scans. */
static void before_step(j_common_ptr common)
{
    j_decompress_ptr cinfo = (j_decompress_ptr)common;
    struct decoder *d = decoder_of(cinfo);

    if (cinfo->input_scan_number > MAX_SCANS)
        tg_jpeg_fail(common,
                     tg_err_new(TG_E_LIMIT, d->src->path, "has more than %d scans", MAX_SCANS));
    if (!d->over) /* less the marker that ended a scan, if it was read */
        d->safe = d->taken - d->mgr.bytes_in_buffer - (cinfo->unread_marker ? 2 : 0);
}

static void decoder_init(struct decoder *d, struct tg_source *src, struct tg_damage *damage,
                         uint64_t end)
{
    *d = (struct decoder){.src = src, .end = end};
    d->cinfo.err = tg_jpeg_errors_init(&d->errors, src->path, damage);
}

static void decoder_release(struct decoder *d)
{
    jpeg_destroy_decompress(&d->cinfo);
    free(d->spare);
    free(d->row);
    tg_cmyk_free(d->cmyk);
}

/* Reads the header, with Photoshop's resources if they are wanted.  May jump. */
static void start(struct decoder *d, bool resources)
{
    jpeg_create_decompress(&d->cinfo);
    d->mgr = (struct jpeg_source_mgr){
        .init_source = init_source,
        .fill_input_buffer = fill_input_buffer,
        .skip_input_data = skip_input_data,
        .resync_to_restart = jpeg_resync_to_restart,
        .term_source = init_source,
    };
    give(d);
    d->cinfo.src = &d->mgr;
    d->progress.progress_monitor = before_step;
    d->cinfo.progress = &d->progress;
    tg_jpeg_keep_apps(&d->cinfo, resources);
    (void)jpeg_read_header(&d->cinfo, TRUE);
}

static bool is_cmyk(const struct decoder *d)
{
    return d->cinfo.jpeg_color_space == JCS_CMYK || d->cinfo.jpeg_color_space == JCS_YCCK;
}

/* Delivered as the planes of the file; others are read in rows of pixels. */
static bool is_planar(const struct decoder *d)
{
    return !is_cmyk(d) && d->cinfo.jpeg_color_space != JCS_RGB;
}

static uint64_t count_samples(const struct decoder *d)
{
    uint64_t samples = 0;

    for (int i = 0; i < d->cinfo.num_components; i++)
        samples += (uint64_t)d->cinfo.comp_info[i].width_in_blocks * DCTSIZE *
                   d->cinfo.comp_info[i].height_in_blocks * DCTSIZE;
    return samples;
}

static struct tg_err *read_info(struct decoder *d, const struct tg_limits *limits,
                                struct tg_info *info)
{
    struct tg_blob exif = tg_jpeg_find_exif(&d->cinfo);
    uint64_t samples = count_samples(d);
    struct tg_err *err = tg_bounds_check(d->src, limits, d->cinfo.image_width,
                                         d->cinfo.image_height, tg_bounds_jpeg(samples));

    if (err)
        return err;
    *info = (struct tg_info){.format = TG_JPEG,
                             .width = d->cinfo.image_width,
                             .height = d->cinfo.image_height,
                             .orientation = 1,
                             .samples = samples};
    if (!is_planar(d)) /* read in rows, nothing subsampled */
        info->samples = (uint64_t)info->width * info->height * 4;
    info->multiscan = jpeg_has_multiple_scans(&d->cinfo);
    if (exif.data)
        tg_exif_read(exif.data, exif.len, info);
    return NULL;
}

static struct tg_err *probe_guarded(struct decoder *d, const struct tg_limits *limits,
                                    struct tg_info *info, struct tg_raw_metadata *raw)
{
    struct tg_err *err;

    if (setjmp(d->errors.jump))
        return d->errors.err;
    start(d, raw != NULL);
    err = read_info(d, limits, info);
    if (err || !raw)
        return err;
    err = tg_jpeg_copy_metadata(&d->cinfo, &raw->exif, &raw->xmp);
    return err ? err : tg_jpeg_copy_resources(&d->cinfo, &raw->photoshop);
}

static struct tg_err *probe(struct tg_source *src, const struct tg_limits *limits,
                            struct tg_info *info, struct tg_raw_metadata *raw)
{
    struct decoder d;
    struct tg_err *err;

    decoder_init(&d, src, NULL, UINT64_MAX);
    err = probe_guarded(&d, limits, info, raw);
    decoder_release(&d);
    return err;
}

/* The smallest of libjpeg's scales that have SIMD (and 1/8, which only adds up) that leaves twice
 * the wanted size in both directions. */
static unsigned pick_scale(const struct tg_decode_options *o, const struct tg_info *info)
{
    struct tg_decode_plan plan = {0};

    if (!o->plan)
        return 8;
    o->plan(o->plan_ctx, info, &plan);
    for (unsigned eighths = 1; eighths < 8; eighths *= 2)
        if ((uint64_t)info->width * eighths >= (uint64_t)plan.want_w * 16 &&
            (uint64_t)info->height * eighths >= (uint64_t)plan.want_h * 16)
            return eighths;
    return 8;
}

static struct tg_err *set_model(const struct decoder *d, struct tg_image *image)
{
    J_COLOR_SPACE space = d->cinfo.jpeg_color_space;

    if (d->cinfo.data_precision != 8)
        return tg_err_new(TG_E_UNSUPPORTED, d->src->path,
                          "has %d bits per sample: convert it to an 8-bit JPEG first",
                          d->cinfo.data_precision);
    if (space != JCS_GRAYSCALE && space != JCS_YCbCr && space != JCS_RGB && !is_cmyk(d))
        return tg_err_new(TG_E_UNSUPPORTED, d->src->path,
                          "has %d colour channels of unknown meaning", d->cinfo.num_components);
    image->model = space == JCS_GRAYSCALE ? TG_GREY : is_cmyk(d) ? TG_RGB : TG_YCC;
    image->planes = image->model == TG_GREY ? 1 : 3;
    image->depth = 8;
    image->exotic = !is_planar(d) || d->cinfo.arith_code;
    return NULL;
}

/* Where libjpeg puts the rows of the next row of MCUs. */
struct mcu_rows {
    JSAMPROW row[TG_MAX_PLANES][MAX_SAMP_FACTOR * DCTSIZE];
    JSAMPARRAY plane[TG_MAX_PLANES];
};

static void point_rows(struct decoder *d, const struct tg_image *image, size_t mcu_row,
                       struct mcu_rows *rows)
{
    for (unsigned c = 0; c < image->planes; c++) {
        const jpeg_component_info *comp = &d->cinfo.comp_info[c];
        const struct tg_plane *p = &image->plane[c];
        size_t n = (size_t)comp->v_samp_factor * (size_t)comp->DCT_scaled_size;

        for (size_t i = 0; i < n; i++) {
            size_t y = mcu_row * n + i;

            rows->row[c][i] = y < p->h ? p->data + y * p->stride : d->spare;
        }
        rows->plane[c] = rows->row[c];
    }
}

/* May jump. */
static void read_planes(struct decoder *d, struct tg_image *image)
{
    struct mcu_rows rows;
    JDIMENSION lines = (JDIMENSION)(d->cinfo.max_v_samp_factor * d->cinfo.min_DCT_scaled_size);

    for (size_t mcu_row = 0; d->cinfo.output_scanline < d->cinfo.output_height; mcu_row++) {
        point_rows(d, image, mcu_row, &rows);
        (void)jpeg_read_raw_data(&d->cinfo, rows.plane, lines);
    }
}

static void set_decode_options(struct decoder *d, unsigned eighths)
{
    d->cinfo.scale_num = eighths;
    d->cinfo.scale_denom = 8;
    d->cinfo.raw_data_out = is_planar(d);
    d->cinfo.out_color_space = is_cmyk(d) ? JCS_CMYK : d->cinfo.jpeg_color_space;
    d->cinfo.dct_method = JDCT_ISLOW;
    d->cinfo.do_block_smoothing = FALSE; /* it would make pixels that the file does not hold */
}

static struct tg_err *make_planes(struct decoder *d, struct tg_image *image)
{
    struct tg_err *err = NULL;
    size_t widest = 0;

    for (unsigned c = 0; !err && c < image->planes; c++) {
        err = tg_jpeg_plane_new(&d->cinfo, (int)c, image);
        if (image->plane[c].stride > widest)
            widest = image->plane[c].stride;
    }
    if (err)
        return err;
    tg_jpeg_simplify_subsampling(image);
    assert(widest > 0); /* there is a plane */
    d->spare = malloc(widest);
    return d->spare ? NULL : tg_err_nomem();
}

/* RGB JPEGs (Adobe marker with transform 0) join the YCbCr path. */
static void rgb_to_ycc(const struct tg_kernels *k, struct tg_image *image)
{
    for (uint32_t y = 0; y < image->plane[0].h; y++) {
        uint8_t *row[3];

        for (unsigned c = 0; c < 3; c++)
            row[c] = image->plane[c].data + y * image->plane[c].stride;
        k->rgb_to_ycc(row, (const uint8_t *const *)row, image->plane[0].w);
    }
}

/* The next row as R, G, B.  Inks are inverted, as Photoshop stores them: browsers do not ask
 * whether its segment is there.  May jump. */
static const uint8_t *read_row(struct decoder *d, size_t w)
{
    uint8_t *inks = d->row, *rgb = d->row + 4 * w;

    if (!is_cmyk(d)) {
        (void)jpeg_read_scanlines(&d->cinfo, &rgb, 1);
        return rgb;
    }
    (void)jpeg_read_scanlines(&d->cinfo, &inks, 1);
    for (size_t i = 0; i < 4 * w; i++)
        inks[i] = (uint8_t)(255 - inks[i]);
    tg_cmyk_convert(d->cmyk, rgb, inks, w);
    return rgb;
}

/* May jump. */
static void start_scan(struct decoder *d)
{
    d->started = true;
    (void)jpeg_start_decompress(&d->cinfo);
}

/* Print pictures become sRGB on the way in: every later step would have to know four inks
 * otherwise.  RGB is read in rows too, since its components may be subsampled, which libjpeg
 * undoes.  May jump. */
static struct tg_err *read_rows(struct decoder *d, const struct tg_kernels *k,
                                struct tg_image *image)
{
    struct tg_err *err = is_cmyk(d) ? tg_cmyk_new(&image->icc, &d->cmyk) : NULL;
    size_t w;

    start_scan(d);
    w = d->cinfo.output_width;
    for (unsigned c = 0; !err && c < 3; c++) {
        struct tg_plane *p = &image->plane[c];

        err = tg_plane_new(p, d->cinfo.output_width, d->cinfo.output_height);
        p->extent_w = (double)image->width * d->cinfo.scale_num / d->cinfo.scale_denom;
        p->extent_h = (double)image->height * d->cinfo.scale_num / d->cinfo.scale_denom;
        image->sub_x[c] = image->sub_y[c] = 1;
    }
    if (d->cmyk && tg_icc_space(&image->icc) == TG_ICC_CMYK && !tg_cmyk_has_profile(d->cmyk))
        tg_damage_add(d->errors.damage,
                      "the colour profile is damaged; inks are converted without");
    d->row = err ? NULL : malloc(7 * w);
    if (!d->row)
        return err ? err : tg_err_nomem();
    for (uint32_t y = 0; y < image->plane[0].h; y++) {
        uint8_t *to[3];

        for (unsigned c = 0; c < 3; c++)
            to[c] = image->plane[c].data + y * image->plane[c].stride;
        k->split3(to, read_row(d, w), w);
    }
    for (unsigned c = 0; d->cinfo.min_DCT_scaled_size < DCTSIZE && c < 3; c++)
        tg_jpeg_replace_padding(&image->plane[c]);
    return NULL;
}

/* Our own decoder, if it is in use and the file is one of those that it reads. */
static bool read_ordinary(const struct decoder *d, const struct tg_decode_options *o,
                          struct tg_image *image)
{
    const struct tg_source *src = d->src;
    off_t at = lseek(src->fd, 0, SEEK_CUR);
    struct tg_scan_file file = {src->fd, src->narrow ? at + (off_t)src->left : 0};

    return at >= 0 && d->end == UINT64_MAX && !o->libjpeg && tg_jpeg_own_decoder(o->kernels) &&
           tg_jpeg_planes_read(o->kernels, &d->cinfo, file, at - (off_t)d->mgr.bytes_in_buffer,
                               image);
}

/* May jump. */
static struct tg_err *read_raw(struct decoder *d, const struct tg_decode_options *o,
                               struct tg_image *image)
{
    struct tg_err *err;

    jpeg_calc_output_dimensions(&d->cinfo);
    err = make_planes(d, image);
    if (err)
        return err;
    if (!read_ordinary(d, o, image)) {
        start_scan(d);
        read_planes(d, image);
    }
    for (unsigned c = 0; c < image->planes; c++)
        if (d->cinfo.comp_info[c].DCT_scaled_size < DCTSIZE)
            tg_jpeg_replace_padding(&image->plane[c]);
    return NULL;
}

/* The profile of the file, or what EXIF says instead. */
static struct tg_err *read_profile(struct decoder *d, const struct tg_info *info,
                                   struct tg_image *image)
{
    unsigned len = 0;

    if (jpeg_read_icc_profile(&d->cinfo, &image->icc.data, &len)) {
        image->icc.len = len;
        return NULL;
    }
    image->icc_made = info->adobe_rgb && image->model == TG_YCC;
    return image->icc_made ? tg_icc_adobe_rgb(&image->icc) : NULL;
}

static struct tg_err *decode_guarded(struct decoder *d, const struct tg_decode_options *o,
                                     struct tg_image *image)
{
    struct tg_info info = {0};
    struct tg_err *err;

    if (setjmp(d->errors.jump)) {
        if (!d->complete || tg_err_code(d->errors.err) != TG_E_CORRUPT)
            return d->errors.err;
        tg_err_free(d->errors.err);
        tg_damage_add(d->errors.damage, d->errors.text);
        image->exotic = true; /* browsers may think otherwise */
        return NULL;
    }
    start(d, false);
    err = read_info(d, &o->limits, &info);
    if (!err)
        err = set_model(d, image);
    if (err)
        return err;
    image->width = info.width;
    image->height = info.height;
    image->orientation = info.orientation;
    err = read_profile(d, &info, image);
    if (!err && o->metadata)
        err = tg_jpeg_copy_metadata(&d->cinfo, &image->exif, &image->xmp);
    if (err)
        return err;
    set_decode_options(d, pick_scale(o, &info));
    err = d->cinfo.raw_data_out ? read_raw(d, o, image) : read_rows(d, o->kernels, image);
    d->complete = !err;
    if (!err && d->started)
        (void)jpeg_finish_decompress(
            &d->cinfo); /* frees comp_info; reads what is behind the rows */
    return err;
}

/* Coded data that makes no sense is a warning to libjpeg, and the picture goes on in grey; headers
 * that make none are errors, between scans too, after which libjpeg cannot go on.  So what stands
 * before such headers is decoded once more, as a file that ends there. */
static struct tg_err *decode_shortened(struct decoder *d, struct tg_source *src,
                                       const struct tg_decode_options *o, struct tg_image *image,
                                       struct tg_err *err)
{
    struct tg_damage *damage = d->errors.damage;
    uint64_t end = d->safe;

    if (tg_err_code(err) != TG_E_CORRUPT || end == 0 || !tg_source_rewind(src))
        return err;
    tg_damage_add(damage, d->errors.text);
    tg_err_free(err);
    decoder_release(d);
    tg_image_release(image);
    decoder_init(d, src, damage, end);
    err = decode_guarded(d, o, image);
    image->exotic = true; /* browsers may think otherwise */
    return err;
}

static struct tg_err *decode(struct tg_source *src, const struct tg_decode_options *options,
                             struct tg_image *image, struct tg_damage *damage)
{
    struct decoder d;
    struct tg_err *err;

    *image = (struct tg_image){0};
    decoder_init(&d, src, damage, UINT64_MAX);
    err = decode_guarded(&d, options, image);
    if (err)
        err = decode_shortened(&d, src, options, image, err);
    if (err) {
        tg_image_release(image);
    } else {
        if (d.cmyk) /* sRGB now, whatever profile was there */
            tg_blob_release(&image->icc);
        tg_icc_drop_unfit(image);
        if (d.cinfo.jpeg_color_space == JCS_RGB)
            rgb_to_ycc(options->kernels, image);
    }
    decoder_release(&d);
    return err;
}

static bool match(const uint8_t *head, size_t len)
{
    return len >= 3 && head[0] == 0xff && head[1] == 0xd8 && head[2] == 0xff;
}

static struct tg_err *encode(const struct tg_kernels *k, const struct tg_image *image,
                             const struct tg_encode_options *options, struct tg_sink *dst)
{
    if (options->libjpeg)
        return tg_jpeg_encode_libjpeg(image, options, dst);
    return tg_jpeg_encode_script(k, image, options->quality, tg_jpeg_script(options->jpeg_mode), 0,
                                 dst);
}

static void version(char *text, size_t size)
{
    unsigned v = LIBJPEG_TURBO_VERSION_NUMBER; /* 2001005 is 2.1.5 */

    (void)snprintf(text, size, "libjpeg-turbo %u.%u.%u", v / 1000000, v / 1000 % 1000, v % 1000);
}

const struct tg_codec tg_codec_jpeg = {
    .name = "JPEG",
    .format = TG_JPEG,
    .match = match,
    .probe = probe,
    .decode = decode,
    .encode = encode,
    .strip = tg_jpeg_strip,
    .version = version,
};
