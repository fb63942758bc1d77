/* resample.c - see resample.h. */
#include "core/image/resample.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/block.h"
#include "core/base/size.h"

/* Columns of a band that the vertical pass makes at a time: the source rows of a tile and the
 * packed result stay in the first-level cache. */
enum { TILE = 512, ALIGN = 64 };

void tg_levels_init(struct tg_levels *l, const struct tg_plane *full)
{
    *l = (struct tg_levels){0};
    l->level[0] = tg_plane_borrow(full);
}

void tg_levels_release(struct tg_levels *l)
{
    for (size_t i = 0; i < sizeof(l->level) / sizeof(l->level[0]); i++)
        tg_plane_release(&l->level[i]);
}

bool tg_window_is_identity(const struct tg_window *w)
{
    return w->x == 0 && w->y == 0 && w->step_x == 1 && w->step_y == 1;
}

static void halve_row_deep(uint16_t *to, const uint16_t *a, const uint16_t *b, uint32_t w)
{
    for (size_t x = 0; x < w / 2; x++)
        to[x] = (uint16_t)(((uint32_t)a[2 * x] + a[2 * x + 1] + b[2 * x] + b[2 * x + 1] + 2) >> 2);
    if (w % 2)
        to[w / 2] = (uint16_t)(((uint32_t)a[w - 1] + b[w - 1] + 1) >> 1);
}

void tg_row_halve(const struct tg_kernels *k, uint8_t *to, const uint8_t *a, const uint8_t *b,
                  uint32_t w, unsigned bytes)
{
    if (bytes == 2) {
        halve_row_deep((void *)to, (const void *)a, (const void *)b, w);
        return;
    }
    if (w > 1)
        k->halve(to, a, b, w / 2);
    if (w % 2)
        to[w / 2] = (uint8_t)((a[w - 1] + b[w - 1] + 1) >> 1);
}

/* One column, two rows: the mean of the rows. */
static void average_rows(uint8_t *to, const uint8_t *a, const uint8_t *b, uint32_t w)
{
    for (uint32_t x = 0; x < w; x++)
        to[x] = (uint8_t)((a[x] + b[x] + 1) >> 1);
}

struct tg_err *tg_plane_shrink(const struct tg_kernels *k, const struct tg_plane *src, uint8_t sx,
                               uint8_t sy, struct tg_plane *dst)
{
    struct tg_err *err =
        tg_plane_new_deep(dst, (src->w + sx - 1) / sx, (src->h + sy - 1) / sy, src->bytes);

    assert(src->bytes == 1 || (sx == 2 && sy == 2));
    if (err)
        return err;
    dst->extent_w = src->extent_w / sx;
    dst->extent_h = src->extent_h / sy;
    for (uint32_t y = 0; y < dst->h; y++) {
        const uint8_t *a = src->data + (size_t)(sy * y) * src->stride;
        const uint8_t *b = sy == 2 && sy * y + 1 < src->h ? a + src->stride : a;
        uint8_t *to = dst->data + y * dst->stride;

        if (sx == 2)
            tg_row_halve(k, to, a, b, src->w, src->bytes);
        else
            average_rows(to, a, b, src->w);
    }
    return NULL;
}

static struct tg_err *get_level(const struct tg_kernels *k, struct tg_levels *l, unsigned n)
{
    struct tg_err *err = NULL;

    for (unsigned i = 1; !err && i <= n; i++)
        if (l->level[i].w == 0)
            err = tg_plane_shrink(k, &l->level[i - 1], 2, 2, &l->level[i]);
    return err;
}

/* What one call needs beyond its filters. */
struct scratch {
    const uint8_t **rows; /* one pointer per source row; the last one repeats past the end */
    int16_t *packed;      /* a band: columns [skip, skip + cols) and zeros behind them */
    uint8_t *spare;       /* where the rows of the last band go that are beyond the picture */
    size_t skip, cols;
};

static struct tg_err *scratch_init(struct scratch *s, const struct tg_plane *src, size_t skip,
                                   const struct tg_filter *h, const struct tg_filter *v)
{
    size_t rows = src->h + v->taps, end = h->start[h->n - 1] + h->taps, packed, bytes;

    s->skip = skip;
    s->cols = end < src->w - skip ? end : src->w - skip;
    packed = (end + 2) * TG_BAND;
    if (!tg_size_mul(packed, sizeof(*s->packed), &bytes))
        return tg_err_nomem();
    bytes = (bytes + ALIGN - 1) / ALIGN * ALIGN;
    s->rows = malloc(rows * sizeof(*s->rows));
    s->packed = tg_block_new(bytes); /* vectors of it should not straddle cache lines */
    s->spare = malloc(h->n);
    if (!s->rows || !s->packed || !s->spare)
        return tg_err_nomem();
    memset(s->packed, 0, bytes);
    for (size_t y = 0; y < rows; y++)
        s->rows[y] = src->data + (y < src->h ? y : src->h - 1) * src->stride;
    return NULL;
}

static void scratch_release(struct scratch *s)
{
    free(s->rows);
    tg_block_free(s->packed);
    free(s->spare);
}

/* Windows of the band that starts at output row y.  `coef` has room for TG_BAND rows of taps; rows
 * beyond the picture get zeros. */
static void band_at(const struct tg_filter *v, size_t y, const struct scratch *s, int16_t *coef,
                    struct tg_vband *band)
{
    size_t rows = v->n - y < TG_BAND ? v->n - y : TG_BAND;

    band->rows = s->rows;
    band->taps = v->taps;
    for (size_t r = 0; r < TG_BAND; r++)
        band->start[r] = v->start[y + (r < rows ? r : rows - 1)];
    band->coef = v->coef + y * v->taps;
    if (rows == TG_BAND)
        return;
    memset(coef, 0, TG_BAND * v->taps * sizeof(*coef));
    memcpy(coef, band->coef, rows * v->taps * sizeof(*coef));
    band->coef = coef;
}

static void run_bands(const struct tg_kernels *k, const struct tg_filter *v,
                      const struct tg_filter *h, const struct scratch *s, int16_t *last_coef,
                      struct tg_plane *dst)
{
    const struct tg_hfilter hf = {.n = h->n, .taps = h->taps, .start = h->start, .coef = h->coef};

    for (size_t y = 0; y < dst->h; y += TG_BAND) {
        uint8_t *to[TG_BAND];
        struct tg_vband band;

        band_at(v, y, s, last_coef, &band);
        for (size_t x = 0; x < s->cols; x += TILE)
            k->vpass(s->packed + x * TG_BAND, &band, s->skip + x,
                     s->cols - x < TILE ? s->cols - x : TILE);
        for (size_t r = 0; r < TG_BAND; r++)
            to[r] = y + r < dst->h ? dst->data + (y + r) * dst->stride : s->spare;
        k->hpass(to, s->packed, &hf);
    }
}

static void axis_release(struct tg_axis *a)
{
    tg_filter_release(&a->filter);
    *a = (struct tg_axis){0};
}

/* The axis' filter for these windows: the one it has, or a new one. */
static struct tg_err *axis_set(struct tg_axis *a, size_t src_n, double origin, double step,
                               size_t n, enum tg_filter_start align)
{
    struct tg_err *err;

    if (a->n == n && a->src_n == src_n && a->origin == origin && a->step == step)
        return NULL;
    axis_release(a);
    err = tg_filter_init(&a->filter, src_n, origin, step, n, align);
    if (!err) {
        a->src_n = src_n;
        a->origin = origin;
        a->step = step;
        a->n = n;
    }
    return err;
}

void tg_resampler_release(struct tg_resampler *r)
{
    axis_release(&r->x);
    axis_release(&r->y);
}

/* Columns left of everything that a crop needs; even, as the packed layout wants. */
static size_t columns_to_skip(const struct tg_window *w)
{
    double reach = 3 * (w->step_x > 1 ? w->step_x : 1) + 4;

    return w->x > reach ? (size_t)(w->x - reach) & ~(size_t)1 : 0;
}

static struct tg_err *resample(struct tg_resampler *r, const struct tg_plane *src,
                               const struct tg_window *w, struct tg_plane *dst)
{
    struct scratch s = {0};
    int16_t *last_coef = NULL;
    size_t skip = columns_to_skip(w);
    struct tg_err *err;

    err = axis_set(&r->x, src->w - skip, w->x - (double)skip, w->step_x, dst->w, TG_START_EVEN);
    if (!err)
        err = axis_set(&r->y, src->h, w->y, w->step_y, dst->h, TG_START_ANY);
    if (!err && src->bytes == 2)
        return tg_resample_deep(src, skip, &r->x.filter, &r->y.filter, dst);
    if (!err)
        err = scratch_init(&s, src, skip, &r->x.filter, &r->y.filter);
    if (!err) {
        last_coef = malloc(TG_BAND * r->y.filter.taps * sizeof(*last_coef));
        err = last_coef ? NULL : tg_err_nomem();
    }
    if (!err)
        run_bands(r->kernels, &r->y.filter, &r->x.filter, &s, last_coef, dst);
    free(last_coef);
    scratch_release(&s);
    return err;
}

struct tg_err *tg_levels_resample(struct tg_resampler *r, struct tg_levels *l,
                                  const struct tg_window *w, struct tg_plane *dst)
{
    struct tg_window at = *w;
    struct tg_err *err;
    unsigned n = 0;

    while (at.step_x >= 4 && at.step_y >= 4 && n + 1 < sizeof(l->level) / sizeof(l->level[0])) {
        at.step_x /= 2;
        at.step_y /= 2;
        at.x /= 2;
        at.y /= 2;
        n++;
    }
    err = get_level(r->kernels, l, n);
    return err ? err : resample(r, &l->level[n], &at, dst);
}
