/* views_homes.c - the photos that virtual albums may show, and where they are at home; see
 * views.h. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/grow.h"
#include "core/base/path.h"
#include "gallery/model/views_build.h"

struct finder {
    struct tg_site *site;
    struct tg_view_items *items;
    bool failed; /* memory is short */
};

/* The pictures of a node's sections by name: how often there is one, and which figure of that name
 * a picture is. */
struct named {
    const char *base;
    size_t at; /* which picture */
};

static int by_base(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = strcmp(x->base, y->base);

    return order ? order : (x->at > y->at) - (x->at < y->at);
}

static size_t list_named(const struct tg_node *node, struct named **list)
{
    struct tg_ref_iter iter = {0};
    const struct tg_ref *ref;
    size_t len = 0, i = 0;

    while (tg_node_next_ref(node, &iter))
        len++;
    *list = calloc(len + 1, sizeof(**list));
    iter = (struct tg_ref_iter){0};
    while (*list && (ref = tg_node_next_ref(node, &iter)))
        (*list)[i] = (struct named){tg_path_base(ref->name ? ref->name : ""), i}, i++;
    if (*list && len)
        qsort(*list, len, sizeof(**list), by_base);
    return len;
}

/* How many come before one. */
static size_t rank_of(const struct named *list, size_t len, const char *base, size_t at)
{
    const struct named wanted = {base, at};
    size_t low = 0, high = len;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (by_base(&list[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* How many pictures of that name are before the `at`th. */
static size_t count_before(const struct named *list, size_t len, const char *name, size_t at)
{
    const char *base = tg_path_base(name);

    return rank_of(list, len, base, at) - rank_of(list, len, base, 0);
}

static void add(struct finder *f, const struct tg_ref *ref, struct tg_home home)
{
    struct tg_view_items *items = f->items;
    struct tg_home *at = tg_arena_alloc(&f->site->arena, 1, sizeof(*at));
    struct tg_ref *kept = tg_arena_alloc(&f->site->arena, 1, sizeof(*kept));
    struct tg_view_item *grown = tg_grow(items->list, items->len, sizeof(*grown));

    if (grown)
        items->list = grown;
    f->failed |= !at || !kept || !grown;
    if (f->failed)
        return;
    *at = home;
    *kept = *ref;
    kept->home = at;
    grown[items->len] = (struct tg_view_item){.ref = kept};
    (void)tg_day_of(ref->photo->date, &grown[items->len++].day);
}

/* Sections that show pictures for their own sake, and whether these lead to larger ones. */
static const struct {
    bool shows, leads;
} uses[TG_SECTION_TYPES] = {
    [TG_SECTION_FULL_PICTURE] = {true, false},  [TG_SECTION_BORDERED_PICTURE] = {true, true},
    [TG_SECTION_PICTURES_GROUP] = {true, true}, [TG_SECTION_PARAGRAPH] = {true, true},
    [TG_SECTION_PANORAMA] = {true, false},
};

/* A picture of another folder of a plain tree is at home there. */
static bool is_at_home(const struct tg_site *site, const struct tg_node *node,
                       const struct tg_ref *ref)
{
    return site->look.story || (ref->photo->in_section && strcmp(ref->photo->dir, node->dir) == 0);
}

static void add_sections(struct finder *f, const struct tg_node *node, const struct named *names,
                         size_t names_len)
{
    struct tg_ref_iter iter = {0};
    const struct tg_ref *ref;

    for (size_t at = 0; (ref = tg_node_next_ref(node, &iter)); at++) {
        const struct tg_section *section = &node->sections[iter.section];
        bool is_player = ref->medium && ref->options, leads = uses[section->type].leads;
        struct tg_home home = {.node = node, .page = section->rows[iter.row].page};

        if (!uses[section->type].shows || !ref->photo || !tg_ref_good(ref) ||
            !is_at_home(f->site, node, ref))
            continue;
        home.linked = leads && !is_player && !node->basic;
        home.nth = count_before(names, names_len, ref->name, at);
        add(f, ref, home);
    }
}

/* What the node shows, and those below it that anybody finds who sees the first page. */
static void find(struct finder *f, const struct tg_node *node)
{
    struct named *names = NULL;
    size_t names_len = list_named(node, &names);

    f->failed |= !names;
    if (!f->failed)
        add_sections(f, node, names, names_len);
    for (size_t i = 0; i < node->rows_len && !f->failed; i++) {
        const struct tg_ref ref = tg_ref_of(node->photos[i]);
        const struct tg_home home = {.node = node,
                                     .at = i,
                                     .linked = !node->basic,
                                     .nth = count_before(names, names_len, ref.name, SIZE_MAX)};

        if (tg_ref_good(&ref))
            add(f, &ref, home);
    }
    free(names);
    for (size_t i = 0; i < node->children_len; i++) {
        const struct tg_node *child = node->children[i];

        if (!child->hidden && !child->is_static && child->lock == f->site->root->lock)
            find(f, child);
    }
}

/* Several of one photo in the order in which they were met. */
static int by_photo(const void *a, const void *b)
{
    const struct tg_view_item *x = a, *y = b;
    uintptr_t p = (uintptr_t)x->ref->photo, q = (uintptr_t)y->ref->photo;

    return p != q ? (p > q) - (p < q)
                  : (x->namesakes > y->namesakes) - (x->namesakes < y->namesakes);
}

static void drop_doubles(struct tg_view_items *items)
{
    size_t kept = 0;

    for (size_t i = 0; i < items->len; i++)
        items->list[i].namesakes = i;
    qsort(items->list, items->len, sizeof(*items->list), by_photo);
    for (size_t i = 0; i < items->len; i++)
        if (i == 0 || items->list[i].ref->photo != items->list[i - 1].ref->photo)
            items->list[kept++] = items->list[i];
    items->len = kept;
}

static int by_name(const void *a, const void *b)
{
    const struct tg_view_item *x = a, *y = b;

    return strcmp(tg_path_base(x->ref->name), tg_path_base(y->ref->name));
}

static void find_namesakes(struct tg_view_items *items)
{
    qsort(items->list, items->len, sizeof(*items->list), by_name);
    for (size_t i = 0; i < items->len; i++) {
        items->names += i == 0 || by_name(&items->list[i - 1], &items->list[i]) != 0;
        items->list[i].namesakes = items->names - 1;
    }
}

static int by_date(const void *a, const void *b)
{
    const struct tg_view_item *x = a, *y = b;

    return tg_photo_date_cmp(x->ref->photo, y->ref->photo);
}

/* Those without a date stay last, as in albums. */
static void reverse(struct tg_view_items *items)
{
    size_t len = items->len;

    while (len && !*items->list[len - 1].ref->photo->date)
        len--;
    for (size_t i = 0; i < len / 2; i++) {
        struct tg_view_item item = items->list[i];

        items->list[i] = items->list[len - 1 - i];
        items->list[len - 1 - i] = item;
    }
}

bool tg_view_items_find(struct tg_site *site, struct tg_view_items *items)
{
    struct finder f = {.site = site, .items = items};

    find(&f, site->root);
    if (f.failed || items->len == 0)
        return !f.failed;
    drop_doubles(items);
    find_namesakes(items);
    qsort(items->list, items->len, sizeof(*items->list), by_date);
    if (site->root->sort == TG_SORT_DATE && site->root->reverse)
        reverse(items);
    return true;
}
