/* filter.c - see filter.h.  Only + - * / on doubles, which IEEE 754 defines to the last bit; the
 * build forbids contraction.  libm is not used: its sin() differs between C libraries. */
#include "core/image/filter.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "core/base/size.h"
#include "kernels/kernels.h"

#define PI 3.14159265358979323846

enum { RADIUS = 3 };

/* sin(pi * x) for |x| < 2^30: Taylor's series to the 15th power on [-pi/2, pi/2], in Horner's form;
 * error < 1e-11, a ten-millionth of the last bit that is kept. */
static double sinpi(double x)
{
    static const double c[] = {-1 / 6.0,        1 / 120.0,        -1 / 5040.0,         1 / 362880.0,
                               -1 / 39916800.0, 1 / 6227020800.0, -1 / 1307674368000.0};
    double y = x < 0 ? -x : x;
    long n = (long)(y + 0.5);
    double t = PI * (y - (double)n), t2 = t * t;
    double sum = c[6];

    for (int k = 5; k >= 0; k--)
        sum = sum * t2 + c[k];
    sum = t + t * (t2 * sum);
    return (n % 2 != 0) != (x < 0) ? -sum : sum;
}

/* A point on the unit circle that advances by equal steps: sines of neighbouring taps for four
 * multiplications each. */
struct turn {
    double sin, cos;           /* of the present angle */
    double step_sin, step_cos; /* of the step */
};

/* Angles in half turns. */
static struct turn turn_start(double angle, double step)
{
    return (struct turn){sinpi(angle), sinpi(angle + 0.5), sinpi(step), sinpi(step + 0.5)};
}

static void turn_step(struct turn *t)
{
    double s = t->sin * t->step_cos + t->cos * t->step_sin;

    t->cos = t->cos * t->step_cos - t->sin * t->step_sin;
    t->sin = s;
}

/* sinc(x) * sinc(x / 3) at x, x + step, ... */
static void lanczos3(double x, double step, double *weight, size_t n)
{
    struct turn whole = turn_start(x, step), third = turn_start(x / RADIUS, step / RADIUS);

    for (size_t k = 0; k < n; k++) {
        double at = x + (double)k * step;

        if (at <= -RADIUS || at >= RADIUS)
            weight[k] = 0;
        else if (at > -1e-6 && at < 1e-6)
            weight[k] = 1;
        else
            weight[k] = RADIUS * whole.sin * third.sin / (PI * PI * at * at);
        turn_step(&whole);
        turn_step(&third);
    }
}

struct window {
    size_t first, len; /* source samples under the filter */
    /* In samples, so that sample i has its middle at i + 0.5; not beyond the edges, where the few
     * samples in reach could have weights that cancel. */
    double centre;
};

/* Truncates, which is floor for what reaches it. */
static size_t clamp_index(double v, size_t max)
{
    if (v <= 0)
        return 0;
    return v >= (double)max ? max : (size_t)v;
}

static struct window window_at(size_t i, size_t src_n, double origin, double step)
{
    double support = RADIUS * (step > 1 ? step : 1);
    double centre = origin + ((double)i + 0.5) * step;
    struct window w = {.centre = centre < 0 ? 0 : centre > (double)src_n ? (double)src_n : centre};

    w.first = clamp_index(w.centre - support + 0.5, src_n - 1);
    w.len = clamp_index(w.centre + support + 0.5, src_n) - w.first;
    return w;
}

/* Weights of one window, normalised to Q14 with a sum of exactly 1 << 14: the rounding remainder,
 * at most a few units, goes to the largest tap. */
static void quantise(const struct window *w, double step, double *weight, int16_t *coef)
{
    const double one = 1 << TG_COEF_BITS;
    double scale = step > 1 ? step : 1, sum = 0, unit;
    long rest = 1L << TG_COEF_BITS, magnitude = 0;
    size_t largest = 0;

    lanczos3(((double)w->first + 0.5 - w->centre) / scale, 1 / scale, weight, w->len);
    for (size_t k = 0; k < w->len; k++)
        sum += weight[k];
    unit = one / sum;
    for (size_t k = 0; k < w->len; k++) {
        double v = weight[k] * unit;
        long q = (long)(v < 0 ? v - 0.5 : v + 0.5);

        coef[k] = (int16_t)q;
        rest -= q;
        if (coef[k] > coef[largest])
            largest = k;
    }
    coef[largest] = (int16_t)(coef[largest] + rest);
    for (size_t k = 0; k < w->len; k++)
        magnitude += labs(coef[k]);
    assert(magnitude <= 2L << TG_COEF_BITS);
}

static struct tg_err *allocate(struct tg_filter *f, double **weight)
{
    size_t coefs, bytes, starts;

    if (!tg_size_mul(f->n, f->taps, &coefs) || !tg_size_mul(coefs, sizeof(*f->coef), &bytes) ||
        !tg_size_mul(f->n, sizeof(*f->start), &starts))
        return tg_err_new(TG_E_LIMIT, NULL, "a filter of %zu windows of %zu taps", f->n, f->taps);
    f->start = malloc(starts);
    f->coef = calloc(1, bytes);
    *weight = malloc(f->taps * sizeof(**weight));
    return f->start && f->coef && *weight ? NULL : tg_err_nomem();
}

struct tg_err *tg_filter_init(struct tg_filter *f, size_t src_n, double origin, double step,
                              size_t n, enum tg_filter_start align)
{
    double *weight = NULL;
    struct tg_err *err;

    assert(src_n >= 1 && n >= 1 && step > 0 && isfinite(origin) && isfinite(step));
    *f = (struct tg_filter){.n = n};
    for (size_t i = 0; i < n; i++) {
        struct window w = window_at(i, src_n, origin, step);
        size_t lead = align == TG_START_EVEN ? w.first % 2 : 0;

        if (f->taps < w.len + lead)
            f->taps = w.len + lead;
    }
    f->taps += f->taps % 2;
    err = allocate(f, &weight);
    for (size_t i = 0; !err && i < n; i++) {
        struct window w = window_at(i, src_n, origin, step);
        size_t lead = align == TG_START_EVEN ? w.first % 2 : 0;

        f->start[i] = (uint32_t)(w.first - lead);
        quantise(&w, step, weight, f->coef + i * f->taps + lead);
    }
    free(weight);
    if (err)
        tg_filter_release(f);
    return err;
}

void tg_filter_release(struct tg_filter *f)
{
    free(f->start);
    free(f->coef);
    *f = (struct tg_filter){0};
}
