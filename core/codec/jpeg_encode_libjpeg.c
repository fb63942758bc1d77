/* jpeg_encode_libjpeg.c - planes to JPEG through libjpeg-turbo, for comparison. */
#include "core/codec/jpeg.h"

#include <stdlib.h>
#include <string.h>

#include "core/codec/jpeg_common.h"
#include "core/codec/jpeg_marks.h"

enum { MAX_SUB = 2 };

struct encoder {
    struct jpeg_compress_struct cinfo;
    struct tg_jpeg_errors errors;
    struct jpeg_destination_mgr mgr;
    struct tg_sink *dst;
    uint8_t *segment; /* being written */
};

static struct encoder *encoder_of(j_compress_ptr cinfo)
{
    return (struct encoder *)(void *)cinfo; /* cinfo is the first member */
}

static void start_chunk(struct encoder *e)
{
    e->mgr.next_output_byte = e->dst->buf;
    e->mgr.free_in_buffer = TG_STREAM_CHUNK;
}

static void init_destination(j_compress_ptr cinfo)
{
    start_chunk(encoder_of(cinfo));
}

static void flush(struct encoder *e, size_t len)
{
    struct tg_err *err;

    e->dst->len = len;
    err = tg_sink_flush(e->dst);
    if (err)
        tg_jpeg_fail((j_common_ptr)&e->cinfo, err);
}

static boolean empty_output_buffer(j_compress_ptr cinfo)
{
    struct encoder *e = encoder_of(cinfo);

    flush(e, TG_STREAM_CHUNK);
    start_chunk(e);
    return TRUE;
}

static void term_destination(j_compress_ptr cinfo)
{
    struct encoder *e = encoder_of(cinfo);

    flush(e, TG_STREAM_CHUNK - e->mgr.free_in_buffer);
}

static void set_parameters(struct encoder *e, const struct tg_image *im,
                           const struct tg_encode_options *o)
{
    struct jpeg_compress_struct *c = &e->cinfo;

    c->image_width = im->width;
    c->image_height = im->height;
    c->input_components = (int)im->planes;
    c->in_color_space = im->model == TG_GREY ? JCS_GRAYSCALE : JCS_YCbCr;
    jpeg_set_defaults(c);
    jpeg_set_quality(c, o->quality, TRUE);
    c->raw_data_in = TRUE;
    c->dct_method = JDCT_ISLOW;
    c->optimize_coding = o->jpeg_mode != TG_JPEG_FAST;
    /* Luma is sampled most densely: its factors are what chroma is divided by. */
    for (unsigned i = 0; i < im->planes; i++) {
        c->comp_info[i].h_samp_factor = im->planes == 1 ? 1 : im->sub_x[1] / im->sub_x[i];
        c->comp_info[i].v_samp_factor = im->planes == 1 ? 1 : im->sub_y[1] / im->sub_y[i];
    }
    if (o->jpeg_mode == TG_JPEG_PROGRESSIVE)
        jpeg_simple_progression(c);
}

/* Whole blocks are coded: what lies right of the picture repeats its last column. */
static void pad_columns(const struct tg_plane *p)
{
    size_t to = ((size_t)p->w + DCTSIZE - 1) / DCTSIZE * DCTSIZE;

    for (uint32_t y = 0; y < p->h && to > p->w; y++) {
        uint8_t *row = p->data + y * p->stride;

        memset(row + p->w, row[p->w - 1], to - p->w);
    }
}

/* May jump. */
static void write_planes(struct encoder *e, const struct tg_image *im)
{
    JSAMPROW rows[TG_MAX_PLANES][MAX_SUB * DCTSIZE];
    JSAMPARRAY planes[TG_MAX_PLANES];
    JDIMENSION lines = (JDIMENSION)(e->cinfo.max_v_samp_factor * DCTSIZE);

    for (size_t mcu_row = 0; e->cinfo.next_scanline < e->cinfo.image_height; mcu_row++) {
        for (unsigned c = 0; c < im->planes; c++) {
            const struct tg_plane *p = &im->plane[c];
            size_t n = (size_t)e->cinfo.comp_info[c].v_samp_factor * DCTSIZE;

            for (size_t i = 0; i < n; i++) {
                size_t y = mcu_row * n + i;

                rows[c][i] = p->data + (y < p->h ? y : p->h - 1) * p->stride;
            }
            planes[c] = rows[c];
        }
        (void)jpeg_write_raw_data(&e->cinfo, planes, lines);
    }
}

/* An APP1 segment holds its mark with the NUL and at most 65533 bytes together.  May jump. */
static struct tg_err *write_app1(struct encoder *e, const char *mark, size_t mark_len,
                                 const struct tg_blob *b)
{
    size_t len = mark_len + b->len;
    uint8_t *segment;

    if (!b->data || len > 65533) /* what does not fit is left out, as everyone does */
        return NULL;
    segment = malloc(len);
    if (!segment)
        return tg_err_nomem();
    memcpy(segment, mark, mark_len);
    memcpy(segment + mark_len, b->data, b->len);
    e->segment = segment;
    jpeg_write_marker(&e->cinfo, JPEG_APP0 + 1, segment, (unsigned)len);
    free(e->segment);
    e->segment = NULL;
    return NULL;
}

static struct tg_err *write_metadata(struct encoder *e, const struct tg_image *image)
{
    struct tg_err *err = write_app1(e, "", 0, &image->exif);

    if (!err)
        err = write_app1(e, TG_MARK_XMP, sizeof(TG_MARK_XMP), &image->xmp);
    if (!err && image->icc.data)
        jpeg_write_icc_profile(&e->cinfo, image->icc.data, (unsigned)image->icc.len);
    return err;
}

static struct tg_err *encode_guarded(struct encoder *e, const struct tg_image *image,
                                     const struct tg_encode_options *options)
{
    struct tg_err *err;

    if (setjmp(e->errors.jump))
        return e->errors.err;
    jpeg_create_compress(&e->cinfo);
    e->cinfo.dest = &e->mgr;
    set_parameters(e, image, options);
    jpeg_start_compress(&e->cinfo, TRUE);
    err = write_metadata(e, image);
    if (err)
        return err;
    write_planes(e, image);
    jpeg_finish_compress(&e->cinfo);
    return NULL;
}

struct tg_err *tg_jpeg_encode_libjpeg(const struct tg_image *image,
                                      const struct tg_encode_options *options, struct tg_sink *dst)
{
    struct encoder e = {.dst = dst};
    struct tg_err *err;

    if (options->quality < 1 || options->quality > 100)
        return tg_err_new(TG_E_USAGE, dst->path, "quality %d is not in 1-100", options->quality);
    for (unsigned c = 0; c < image->planes; c++)
        pad_columns(&image->plane[c]);
    e.mgr = (struct jpeg_destination_mgr){.init_destination = init_destination,
                                          .empty_output_buffer = empty_output_buffer,
                                          .term_destination = term_destination};
    e.cinfo.err = tg_jpeg_errors_init(&e.errors, dst->path, NULL);
    err = encode_guarded(&e, image, options);
    jpeg_destroy_compress(&e.cinfo);
    free(e.segment);
    return err;
}
