/* hevc_de265.c - HEVC through libde265. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libde265/de265.h>

#include "core/codec/hevc.h"

struct tg_heif_decoder {
    de265_decoder_context *context;
    const struct de265_image *image; /* the context's */
    uint32_t most_w, most_h;         /* of a coded picture */
    bool too_large;
};

/* libde265 leaves what it could not decode as memory was: make it grey, so that damaged pictures
 * look the same every time, and show nothing of others. */
static int get_buffer(de265_decoder_context *context, struct de265_image_spec *spec,
                      struct de265_image *image, void *data)
{
    const struct de265_image_allocation *plain = de265_get_default_image_allocation_functions();
    struct tg_heif_decoder *d = data;
    int planes = de265_get_chroma_format(image) == de265_chroma_mono ? 1 : 3;

    d->too_large = spec->width <= 0 || spec->height <= 0 || (uint32_t)spec->width > d->most_w ||
                   (uint32_t)spec->height > d->most_h;
    if (d->too_large || !plain->get_buffer(context, spec, image, NULL))
        return 0;
    for (int c = 0; c < planes; c++) {
        int stride, rows = de265_get_image_height(image, c);
        uint8_t *plane = (uint8_t *)(uintptr_t)de265_get_image_plane(image, c, &stride);
        int bits = de265_get_bits_per_pixel(image, c);
        uint16_t grey = (uint16_t)(1u << (bits - 1));

        if (bits <= 8)
            memset(plane, grey, (size_t)stride * (size_t)rows);
        for (size_t i = 0; bits > 8 && i < (size_t)stride * (size_t)rows; i += 2)
            memcpy(plane + i, &grey, 2);
    }
    return 1;
}

static void release_buffer(de265_decoder_context *context, struct de265_image *image, void *data)
{
    (void)data;
    de265_get_default_image_allocation_functions()->release_buffer(context, image, NULL);
}

static struct tg_err *decoder_open(struct tg_heif_decoder **d)
{
    struct tg_heif_decoder *new = calloc(1, sizeof(*new));

    /* Tables of 2 ms, which stay for the next picture, and for processes forked from this one. */
    if (!new || de265_init() != DE265_OK) {
        free(new);
        return tg_err_nomem();
    }
    *d = new;
    return NULL;
}

static void decoder_close(struct tg_heif_decoder *d)
{
    if (d->context)
        (void)de265_free_decoder(d->context);
    free(d);
}

/* Each picture gets a context of its own: what one leaves behind, such as parameter sets, must not
 * show in the next. */
static struct tg_err *open_context(struct tg_heif_decoder *d)
{
    static struct de265_image_allocation buffers = {get_buffer, release_buffer};

    if (d->context)
        (void)de265_free_decoder(d->context);
    d->image = NULL;
    d->context = de265_new_decoder();
    if (!d->context)
        return tg_err_nomem();
    de265_set_image_allocation_functions(d->context, &buffers, d);
    return NULL;
}

static struct tg_err *damaged(void)
{
    return tg_err_new(TG_E_CORRUPT, NULL, "its data are damaged");
}

/* The next NAL unit: its length, in `bytes` bytes, and itself. */
static struct tg_err *push(struct tg_heif_decoder *d, struct tg_heif_cursor *c, unsigned bytes)
{
    uint64_t n = tg_heif_get(c, bytes);
    struct tg_blob unit = tg_heif_span(c);
    de265_error code;

    if (c->bad || n > unit.len || n > INT32_MAX) {
        c->bad = true;
        c->left = 0;
        return NULL;
    }
    code = n ? de265_push_NAL(d->context, unit.data, (int)n, 0, NULL) : DE265_OK;
    c->at += n;
    c->left -= (size_t)n;
    return code == DE265_ERROR_OUT_OF_MEMORY ? tg_err_nomem() : NULL;
}

/* ISO/IEC 14496-15, 8.3.3.1.2: the parameter sets, in arrays by type, and how long lengths are. */
static struct tg_err *push_config(struct tg_heif_decoder *d, const struct tg_blob *config,
                                  unsigned *bytes)
{
    enum { HEAD = 21 };
    struct tg_heif_cursor c = {.at = config->data, .left = config->len};
    struct tg_err *err = NULL;
    unsigned arrays;

    if (c.left < HEAD)
        return damaged();
    c.at += HEAD;
    c.left -= HEAD;
    *bytes = (unsigned)(tg_heif_get(&c, 1) & 3) + 1;
    arrays = (unsigned)tg_heif_get(&c, 1);
    for (unsigned i = 0; !err && !c.bad && i < arrays; i++) {
        unsigned n;

        (void)tg_heif_get(&c, 1);
        n = (unsigned)tg_heif_get(&c, 2);
        for (unsigned k = 0; !err && !c.bad && k < n; k++)
            err = push(d, &c, 2);
    }
    return !err && c.bad ? damaged() : err;
}

/* Until there is a picture or nothing more to do. */
static struct tg_err *run(struct tg_heif_decoder *d, bool *warned)
{
    de265_error code = de265_flush_data(d->context);
    int more = 1;

    while (more && !d->image && code == DE265_OK) {
        code = de265_decode(d->context, &more);
        d->image = de265_get_next_picture(d->context);
    }
    while (de265_get_warning(d->context) != DE265_OK)
        *warned = true;
    if (d->image) {
        *warned = *warned || code != DE265_OK;
        return NULL;
    }
    if (d->too_large)
        return tg_err_new(TG_E_CORRUPT, NULL, "its frame is larger than its file says");
    return code == DE265_ERROR_OUT_OF_MEMORY ? tg_err_nomem() : damaged();
}

static struct tg_err *describe(const struct de265_image *im, struct tg_heif_frame *frame)
{
    enum de265_chroma chroma = de265_get_chroma_format(im);
    bool grey = chroma == de265_chroma_mono;

    *frame = (struct tg_heif_frame){
        .w = (uint32_t)de265_get_image_width(im, 0),
        .h = (uint32_t)de265_get_image_height(im, 0),
        .bits = (unsigned)de265_get_bits_per_pixel(im, 0),
        .planes = grey ? 1 : 3,
        .sub_x = grey || chroma == de265_chroma_444 ? 1 : 2,
        .sub_y = chroma == de265_chroma_420 ? 2 : 1,
        .colour = {(unsigned)de265_get_image_colour_primaries(im),
                   (unsigned)de265_get_image_transfer_characteristics(im),
                   (unsigned)de265_get_image_matrix_coefficients(im),
                   de265_get_image_full_range_flag(im) != 0},
    };
    for (unsigned c = 0; c < frame->planes; c++) {
        int stride;

        frame->plane[c] = de265_get_image_plane(im, (int)c, &stride);
        frame->stride[c] = (size_t)stride;
        if ((unsigned)de265_get_bits_per_pixel(im, (int)c) != frame->bits)
            frame->bits = 0;
    }
    if (frame->bits < 8 || frame->bits > 12)
        return tg_err_new(TG_E_UNSUPPORTED, NULL, "its samples have a depth that is not read");
    return NULL;
}

static struct tg_err *decoder_decode(struct tg_heif_decoder *d, const struct tg_blob *config,
                                     const struct tg_blob *data, uint32_t w, uint32_t h,
                                     struct tg_heif_frame *frame, bool *warned)
{
    struct tg_heif_cursor c = {.at = data->data, .left = data->len};
    struct tg_err *err = open_context(d);
    unsigned bytes = 4;

    *warned = false;
    d->most_w = w + TG_HEVC_BEYOND;
    d->most_h = h + TG_HEVC_BEYOND;
    if (!err)
        err = push_config(d, config, &bytes);
    while (!err && c.left)
        err = push(d, &c, bytes);
    if (!err)
        err = run(d, warned);
    if (!err)
        err = describe(d->image, frame);
    *warned = *warned || c.bad;
    return err;
}

const struct tg_heif_coder tg_heif_hevc = {
    .config = TG_FOURCC('h', 'v', 'c', 'C'),
    .open = decoder_open,
    .decode = decoder_decode,
    .close = decoder_close,
};

void tg_hevc_version(char *text, size_t size)
{
    (void)snprintf(text, size, "libde265 %s", de265_get_version());
}
