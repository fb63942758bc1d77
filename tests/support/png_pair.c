/* png_pair.c - see png_pair.h. */
#include "tests/support/png_pair.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/codec/png.h"

enum { MAX_PIXELS = 1 << 22 };

struct side {
    struct tg_image image;
    struct tg_damage damage;
    struct tg_err *err;
    bool done;
};

static void plan(const void *ctx, const struct tg_info *info, struct tg_decode_plan *plan)
{
    plan->want_w = info->width;
    plan->want_h = info->height;
    plan->deep = *(const bool *)ctx;
}

static void read_file(struct side *s, int fd, const struct tg_decode_options *o, bool whole)
{
    struct tg_source src;

    if (lseek(fd, 0, SEEK_SET) != 0)
        abort();
    s->err = tg_source_init(&src, fd, "file");
    s->done = true;
    if (!s->err && whole)
        s->err = tg_png_decode_whole(&src, o, &s->image, &s->damage, &s->done);
    else if (!s->err)
        s->err = tg_png_decode_rows(&src, o, &s->image, &s->damage);
    tg_source_release(&src);
}

static bool same_blob(const struct tg_blob *a, const struct tg_blob *b)
{
    return a->len == b->len && (a->len == 0 || memcmp(a->data, b->data, a->len) == 0);
}

static bool same_plane(const struct tg_plane *a, const struct tg_plane *b)
{
    if (a->w != b->w || a->h != b->h || a->bytes != b->bytes)
        return false;
    for (uint32_t y = 0; y < a->h; y++)
        if (memcmp(a->data + y * a->stride, b->data + y * b->stride, (size_t)a->w * a->bytes) != 0)
            return false;
    return true;
}

static bool same(const struct side *a, const struct side *b)
{
    const struct tg_image *x = &a->image, *y = &b->image;
    bool alike = x->width == y->width && x->height == y->height && x->model == y->model &&
                 x->alpha == y->alpha && x->planes == y->planes && x->depth == y->depth &&
                 x->orientation == y->orientation && x->animated == y->animated &&
                 x->exotic == y->exotic && x->icc_made == y->icc_made &&
                 same_blob(&x->icc, &y->icc) && same_blob(&x->exif, &y->exif) &&
                 same_blob(&x->xmp, &y->xmp) && a->damage.count == b->damage.count &&
                 strcmp(a->damage.first, b->damage.first) == 0 &&
                 strcmp(a->damage.note, b->damage.note) == 0;

    for (unsigned c = 0; alike && c < x->planes; c++)
        alike = same_plane(&x->plane[c], &y->plane[c]);
    return alike;
}

enum png_pair png_pair(const struct tg_kernels *k, const uint8_t *file, size_t len, bool deep,
                       bool metadata)
{
    const struct tg_decode_options o = {.kernels = k,
                                        .limits = {MAX_PIXELS},
                                        .plan = plan,
                                        .plan_ctx = &deep,
                                        .metadata = metadata};
    struct side whole = {0}, rows = {0};
    int fd = memfd_create("file", MFD_CLOEXEC);
    enum png_pair pair;

    if (fd < 0 || write(fd, file, len) != (ssize_t)len)
        abort();
    read_file(&whole, fd, &o, true);
    read_file(&rows, fd, &o, false);
    close(fd);
    pair = !whole.err && !whole.done                        ? PNG_PAIR_LEFT
           : !whole.err && !rows.err && same(&whole, &rows) ? PNG_PAIR_SAME
                                                            : PNG_PAIR_DIFFERENT;
    tg_err_free(whole.err);
    tg_err_free(rows.err);
    tg_image_release(&whole.image);
    tg_image_release(&rows.image);
    return pair;
}
