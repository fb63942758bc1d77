#include "kernels/vplan.h"

#include <string.h>

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
static void place_row(struct tg_vplan *plan, const struct tg_vband *band, size_t r)
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

bool tg_vplan_init(struct tg_vplan *plan, const struct tg_vband *band, size_t x0)
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
        place_row(plan, band, r);
    return true;
}
