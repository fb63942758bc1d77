/* plan_albums.c - the order of albums in an album of a plain tree; see plan.h. */
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "gallery/model/summary.h"
#include "gallery/plan/plan.h"

/* An album while it is sorted among others. */
struct place {
    struct tg_node *node;
    char date[TG_DATE_SIZE]; /* the latest that its tile shows; "" for none */
    bool by_date, reverse;   /* the same for all */
};

/* Hidden ones last; then those that have a place of their own, which `reverse` leaves alone; then
 * those with a date before those without. */
static int by_order(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    const size_t p = x->node->position, q = y->node->position;
    int order;

    if (x->node->hidden != y->node->hidden)
        return x->node->hidden ? 1 : -1;
    if (p != q)
        return p && (!q || p < q) ? -1 : 1;
    if (x->by_date && !*x->date != !*y->date)
        return *x->date ? -1 : 1;
    order = tg_path_natural_cmp(x->node->dir, y->node->dir);
    if (x->by_date && strcmp(y->date, x->date) == 0)
        return order;
    if (x->by_date)
        order = strcmp(y->date, x->date);
    return x->reverse ? -order : order;
}

/* The date that the tile shows: none of what is behind a password, since the order would tell.
 * Counts those that have one and those that should. */
static void date_of(const struct tg_node *parent, struct place *place, size_t *with,
                    size_t *without)
{
    const struct tg_node *node = place->node;
    struct tg_summary sum;

    if (!tg_node_is_open(node, parent))
        return;
    sum = tg_summary_of(node);
    memcpy(place->date, sum.last, sizeof(place->date));
    *with += !node->hidden && *place->date;
    *without += !node->hidden && !*place->date && sum.photos + sum.videos;
}

bool tg_plan_albums(struct tg_node *node)
{
    size_t len = node->children_len, with = 0, without = 0;
    struct place *places = len > 1 ? calloc(len, sizeof(*places)) : NULL;

    if (len < 2)
        return true;
    for (size_t i = 0; places && i < len; i++) {
        places[i].node = node->children[i];
        date_of(node, &places[i], &with, &without);
    }
    for (size_t i = 0; places && i < len; i++) {
        places[i].by_date = node->albums_sort == TG_ALBUMS_DATE ||
                            (node->albums_sort == TG_ALBUMS_AUTO && with && !without);
        places[i].reverse = node->albums_reverse;
    }
    if (places)
        qsort(places, len, sizeof(*places), by_order);
    for (size_t i = 0; places && i < len; i++)
        node->children[i] = places[i].node;
    free(places);
    return places;
}
