/* extras.c - see extras.h. */
#include "core/codec/extras.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/size.h"

enum { PREFIX = 6 }; /* "Exif\0\0" */

/* ICC.1:2010, 7.2: the header has 128 bytes, the colour space of the samples at 16. */
static bool icc_fits(const uint8_t *icc, size_t len, enum tg_model model)
{
    return len >= 128 && memcmp(icc + 16, model == TG_GREY ? "GRAY" : "RGB ", 4) == 0;
}

struct tg_err *tg_extras_set_icc(struct tg_image *im, const uint8_t *icc, size_t len)
{
    return icc_fits(icc, len, im->model) ? tg_blob_set(&im->icc, icc, len) : NULL;
}

static bool has_prefix(const uint8_t *exif, size_t len)
{
    return len >= PREFIX && memcmp(exif, "Exif\0", PREFIX) == 0;
}

struct tg_err *tg_extras_set_exif(struct tg_blob *blob, const uint8_t *exif, size_t len)
{
    uint8_t *block;
    size_t total;

    if (has_prefix(exif, len))
        return tg_blob_set(blob, exif, len);
    tg_blob_release(blob);
    if (len == 0)
        return NULL;
    if (!tg_size_add(len, PREFIX, &total))
        return tg_err_nomem();
    block = malloc(total);
    if (!block)
        return tg_err_nomem();
    memcpy(block, "Exif\0", PREFIX);
    memcpy(block + PREFIX, exif, len);
    *blob = (struct tg_blob){block, total};
    return NULL;
}

struct tg_blob tg_extras_bare_exif(const struct tg_image *im)
{
    if (!has_prefix(im->exif.data, im->exif.len))
        return im->exif;
    return (struct tg_blob){im->exif.data + PREFIX, im->exif.len - PREFIX};
}

struct tg_err *tg_extras_limits(const struct tg_source *src, const struct tg_limits *limits,
                                uint32_t w, uint32_t h)
{
    struct tg_err *err = tg_limits_check(limits, w, h);

    return err ? tg_err_wrap(err, src->path, "cannot read the picture") : NULL;
}

struct tg_decode_plan tg_extras_plan(const struct tg_decode_options *options,
                                     const struct tg_info *info)
{
    struct tg_decode_plan plan = {.want_w = info->width, .want_h = info->height};

    if (options->plan)
        options->plan(options->plan_ctx, info, &plan);
    return plan;
}
