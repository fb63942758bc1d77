#include "kernels/vplan.h"

#include <string.h>

#include "kernels/families.h"

static bool has_gaps(const struct tg_vband *band)
{
    for (size_t r = 1; r < TG_BAND; r++)
        if (band->start[r] > band->start[r - 1] + band->taps)
            return true;
    return false;
}

static bool is_zero(const int16_t *pair)
{
    return pair[0] == 0 && pair[1] == 0;
}

/* Puts the taps of row r on the grid and trims pairs of zeros, which filters have at their ends. */
static void lay_out_row(struct tg_vplan *plan, const struct tg_vband *band, size_t r)
{
    size_t from = band->start[r] - band->start[0];
    size_t first = from / 2, end = (from + band->taps + 1) / 2;
    int16_t *coef = plan->coef[r];

    coef[2 * first] = coef[2 * end - 1] = 0;
    memcpy(coef + from, band->coef + r * band->taps, band->taps * sizeof(*coef));
    while (first + 1 < end && is_zero(coef + 2 * first))
        first++;
    while (first + 1 < end && is_zero(coef + 2 * (end - 1)))
        end--;
    plan->first[r] = first;
    plan->end[r] = end;
}

/* False if the band is too tall, or has gaps between its windows: rows there must not be read. */
static bool make_plan(struct tg_vplan *plan, const struct tg_vband *band, size_t x0)
{
    size_t rows = band->start[TG_BAND - 1] - band->start[0] + band->taps;

    if (rows > 2 * TG_VPLAN_PAIRS || has_gaps(band))
        return false;
    plan->pairs = (rows + 1) / 2;
    for (size_t i = 0; i < rows; i++)
        plan->row[i] = band->rows[band->start[0] + i] + x0;
    if (rows % 2)
        plan->row[rows] = plan->row[rows - 1]; /* any row: its coefficients are 0 */
    for (size_t r = 0; r < TG_BAND; r++)
        lay_out_row(plan, band, r);
    return true;
}

/* A band narrower than a strip, through copies: nothing outside of the rows may be read. */
static void run_narrow(int16_t *dst, struct tg_vplan *plan, size_t n, tg_vstrip_fn *strip)
{
    uint8_t copy[2 * TG_VPLAN_PAIRS][TG_VPLAN_STRIP];
    int16_t out[TG_VPLAN_STRIP * TG_BAND];

    for (size_t i = 0; i < 2 * plan->pairs; i++) {
        memset(copy[i], 0, TG_VPLAN_STRIP);
        memcpy(copy[i], plan->row[i], n);
        plan->row[i] = copy[i];
    }
    strip(out, plan, 0);
    memcpy(dst, out, (n + 1) / 2 * 2 * TG_BAND * sizeof(*dst));
}

/* An odd last column, of a strip that ends with it: its samples are second in their pairs there. */
static void run_last(int16_t *dst, const struct tg_vplan *plan, size_t n, size_t width,
                     tg_vstrip_fn *strip)
{
    int16_t out[TG_VPLAN_STRIP * TG_BAND];
    const int16_t *pair = out + (width - 2) * TG_BAND;

    strip(out, plan, n - width);
    for (size_t r = 0; r < TG_BAND; r++) {
        dst[2 * r] = pair[2 * r + 1];
        dst[2 * r + 1] = 0;
    }
}

void tg_vplan_run(int16_t *dst, const struct tg_vband *band, size_t x0, size_t n, size_t width,
                  tg_vstrip_fn *strip)
{
    struct tg_vplan plan;
    size_t even = n / 2 * 2, x = 0;

    if (!make_plan(&plan, band, x0)) {
        tg_vpass_c(dst, band, x0, n);
        return;
    }
    if (even < width) {
        run_narrow(dst, &plan, n, strip);
        return;
    }
    for (; x + width <= even; x += width)
        strip(dst + x * TG_BAND, &plan, x);
    if (x < even) /* the last strip overlaps the one before it */
        strip(dst + (even - width) * TG_BAND, &plan, even - width);
    if (even < n)
        run_last(dst + even * TG_BAND, &plan, n, width, strip);
}
