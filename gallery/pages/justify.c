/* justify.c - see justify.h. */
#include "gallery/pages/justify.h"

#include <stdlib.h>

/* The cost of a row is the square of its height's difference from the wanted one, in thousandths,
 * and some more for what should not be. */
enum {
    FLAW = 1000000,       /* more than many rows within the limits */
    FLAW_SLOPE = 16,      /* times the square, so that the least of such evils is taken */
    LONE_LAST = 40000000, /* a single picture in the last row: more than a flaw */
    NEARLY_ONE = 665,     /* a single picture is as wide as the list ... */
    NEARLY_FULL = 800     /* ... or a single row, if it takes so much of it at most height */
};

/* Other heights that are tried while there are flaws, in percent of the ratio wanted; the first few
 * only in long lists, where a flaw among many rows matters less than the time. */
static const uint8_t tries[] = {100, 94, 106, 88, 112, 82, 119, 76, 126, 70, 134, 64, 58, 142, 52};
enum { TRIES = sizeof(tries) / sizeof(tries[0]), LONG_LIST = 1000, LONG_TRIES = 5 };

struct work {
    const uint32_t *ratios;
    size_t len;
    uint64_t wanted, gap;
    uint64_t *cost; /* of the best rows of the first i pictures */
    size_t *begin;  /* of the last of these rows */
};

/* Pictures from `begin` to before `end`. */
struct row {
    size_t begin, end;
    uint64_t sum;
    bool panorama; /* holds one that would fill a row */
};

/* In thousandths of the wanted height. */
static uint64_t height_of(const struct work *w, const struct row *row)
{
    uint64_t gaps = w->gap * (row->end - row->begin - 1);

    return gaps < TG_RATIO_ONE ? (TG_RATIO_ONE - gaps) * w->wanted / row->sum : 0;
}

static bool is_last(const struct work *w, const struct row *row)
{
    return row->end == w->len;
}

static bool is_short(const struct work *w, const struct row *row)
{
    return is_last(w, row) && height_of(w, row) > TG_ROW_HIGHEST;
}

static bool is_alone(const struct row *row)
{
    return row->end - row->begin == 1;
}

static bool fills_row(const struct work *w, uint64_t ratio)
{
    return ratio > TG_RATIO_PANORAMA && TG_RATIO_ONE * w->wanted <= TG_ROW_HIGHEST * ratio;
}

/* Whether its height is wrong, or its panorama not alone. */
static bool is_flawed(const struct work *w, const struct row *row)
{
    uint64_t height = height_of(w, row);

    if (row->panorama)
        return !is_alone(row);
    return height < TG_ROW_LOWEST || (height > TG_ROW_HIGHEST && !is_last(w, row));
}

static bool is_orphan(const struct work *w, const struct row *row)
{
    return is_last(w, row) && is_alone(row) && row->begin && !row->panorama;
}

static uint64_t cost_of(const struct work *w, const struct row *row)
{
    uint64_t height = height_of(w, row), cost;
    uint64_t off = height > TG_RATIO_ONE ? height - TG_RATIO_ONE : TG_RATIO_ONE - height;

    if (row->panorama && is_alone(row))
        return 0;
    if (is_short(w, row)) { /* the emptier the worse */
        off = TG_RATIO_ONE - TG_RATIO_ONE * row->sum / w->wanted;
        cost = off * off / 2;
    } else {
        cost = off * off;
    }
    if (is_flawed(w, row))
        cost = FLAW + FLAW_SLOPE * cost;
    return cost + (is_orphan(w, row) ? LONE_LAST : 0);
}

/* The best row that ends before `end`. */
static void end_row(const struct work *w, size_t end)
{
    struct row row = {.begin = end, .end = end};

    w->cost[end] = UINT64_MAX;
    while (row.begin) {
        uint64_t cost;

        row.begin--;
        row.sum += w->ratios[row.begin];
        row.panorama |= fills_row(w, w->ratios[row.begin]);
        if (row.sum > 2 * w->wanted && !is_alone(&row))
            break;
        cost = w->cost[row.begin] + cost_of(w, &row);
        if (cost < w->cost[end]) {
            w->cost[end] = cost;
            w->begin[end] = row.begin;
        }
    }
}

/* The ratio of a short row if it were full: as high as others, or, where there are none, as high as
 * may be. */
static uint64_t short_row(const struct work *w, const struct row *row)
{
    uint64_t least = w->wanted * TG_RATIO_ONE / TG_ROW_HIGHEST;

    if (row->begin)
        return w->wanted;
    if (row->sum * TG_RATIO_ONE >= least * (is_alone(row) ? NEARLY_ONE : NEARLY_FULL))
        return row->sum;
    return least > row->sum ? least : row->sum;
}

static void put_row(const struct work *w, const struct row *row, struct tg_place *places)
{
    struct tg_place place = {.row = (uint32_t)row->sum, .len = (uint32_t)(row->end - row->begin)};

    if (is_short(w, row)) {
        place.row = (uint32_t)short_row(w, row);
        place.is_short = place.row > row->sum;
    }
    for (size_t i = row->begin; i < row->end; i++) {
        places[i] = place;
        places[i].last = i + 1 == row->end;
    }
}

/* Sets places to the best rows of the wanted height; returns how many flaws they have. */
static size_t set_rows(const struct work *w, struct tg_place *places)
{
    size_t flaws = 0, rows = 0;
    bool orphan = false;

    w->cost[0] = 0;
    for (size_t i = 1; i <= w->len; i++)
        end_row(w, i);
    for (size_t end = w->len; end; end = w->begin[end], rows++) {
        struct row row = {.begin = w->begin[end], .end = end};

        for (size_t i = row.begin; i < end; i++) {
            row.sum += w->ratios[i];
            row.panorama |= fills_row(w, w->ratios[i]);
        }
        flaws += is_flawed(w, &row);
        orphan |= is_orphan(w, &row);
        put_row(w, &row, places);
    }
    return flaws + (orphan && rows < w->len); /* one below the other, none is left over */
}

uint32_t tg_justify(const uint32_t *ratios, size_t len, uint32_t wanted, uint32_t gap,
                    struct tg_place *places)
{
    struct work w = {.ratios = ratios, .len = len, .gap = gap};
    size_t least = SIZE_MAX, best = 0, most = len > LONG_LIST ? LONG_TRIES : TRIES;

    w.cost = calloc(len + 1, sizeof(*w.cost));
    w.begin = calloc(len + 1, sizeof(*w.begin));
    for (size_t i = 0; i < most && least && w.cost && w.begin; i++) {
        size_t flaws;

        w.wanted = (uint64_t)wanted * tries[i] / 100;
        flaws = set_rows(&w, places);
        if (flaws < least) {
            least = flaws;
            best = i;
        }
    }
    w.wanted = w.cost && w.begin ? (uint64_t)wanted * tries[best] / 100 : 0;
    if (w.wanted && least)
        set_rows(&w, places);
    free(w.cost);
    free(w.begin);
    return (uint32_t)w.wanted;
}
