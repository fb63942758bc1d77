/* views_grow.c - photos find their way into virtual albums, which grow as they come; see views.h.
 *
 * Children of a node are kept in the order of their keys while it grows, and are put into that of
 * its page at the end. */
#include <stdlib.h>
#include <string.h>

#include "core/base/grow.h"
#include "core/base/path.h"
#include "gallery/model/views_build.h"

enum {
    PLACES_MAX = 4096, /* of a photo in the albums of a pattern */
    FIRST_SLOTS = 256
};

/* A photo on its way. */
struct way {
    struct tg_view_grower *grower;
    const struct tg_view_item *item;
    const struct tg_album_pattern *pattern;
    size_t places; /* where it is by now */
};

/* ---- Finding nodes again --------------------------------------------------------------------- */

static size_t hash(const struct tg_view_entry *e)
{
    uint64_t h = 0xCBF29CE484222325u ^ (e->parent * 31 + e->segment);

    for (size_t i = 0; i < e->len; i++)
        h = (h ^ (unsigned char)e->text[i]) * 0x100000001B3u;
    return (size_t)(h ^ h >> 29);
}

struct tg_view_entry *tg_view_slot(const struct tg_site *site, const struct tg_view_entry *wanted)
{
    size_t mask = site->view_slots - 1;

    for (size_t i = hash(wanted); site->view_slots; i++) {
        struct tg_view_entry *e = &site->view_entries[i & mask];

        if (!e->node || (e->parent == wanted->parent && e->segment == wanted->segment &&
                         e->len == wanted->len && memcmp(e->text, wanted->text, e->len) == 0))
            return e;
    }
    return NULL;
}

/* Twice as many slots. */
static bool double_slots(struct tg_site *site)
{
    const struct tg_site was = *site;

    site->view_slots = was.view_slots ? 2 * was.view_slots : FIRST_SLOTS;
    site->view_entries = calloc(site->view_slots, sizeof(*site->view_entries));
    if (!site->view_entries) {
        site->view_entries = was.view_entries;
        site->view_slots = was.view_slots;
        return false;
    }
    for (size_t i = 0; i < was.view_slots; i++)
        if (was.view_entries[i].node)
            *tg_view_slot(site, &was.view_entries[i]) = was.view_entries[i];
    free(was.view_entries);
    return true;
}

/* Remembers which node a text leads to; the text is copied. */
static bool remember(struct tg_view_grower *g, struct tg_view_entry entry)
{
    if (2 * g->entries >= g->site->view_slots && !double_slots(g->site))
        return false;
    entry.text = tg_arena_copy(&g->site->arena, entry.text, entry.len);
    if (!entry.text)
        return false;
    *tg_view_slot(g->site, &entry) = entry;
    g->entries++;
    return true;
}

/* ---- Nodes ----------------------------------------------------------------------------------- */

struct tg_view_node *tg_view_node_new(struct tg_view_grower *g, struct tg_node *parent,
                                      const char *title)
{
    const struct tg_node *root = g->site->root;
    struct tg_view_node *v = tg_node_new(&g->site->arena, sizeof(*v), NULL, "");

    if (!v)
        return NULL;
    v->number = g->nodes++;
    v->node.view = &v->view;
    v->node.parent = parent;
    v->node.title = v->slug = title;
    v->node.lang = root->lang;
    v->node.lock = root->lock;
    v->node.basic = root->basic;
    v->node.by_day = root->by_day;
    v->node.undivided = root->undivided;
    v->node.unpaged = root->unpaged;
    v->node.album_map = TG_SWITCH_OFF;
    v->node.pages = 1;
    return v;
}

/* What makes a child of a node another than those beside it. */
struct key {
    const char *text;
    size_t len, segment;
    bool is_tag;
};

static int compare(const struct key *key, const struct tg_view_node *v)
{
    const struct tg_tag a = {key->text, key->len}, b = {v->key, v->key_len};
    size_t len = key->len < v->key_len ? key->len : v->key_len;
    int order;

    if (key->segment != v->segment)
        return key->segment < v->segment ? -1 : 1;
    if (key->is_tag)
        return tg_tag_compare(&a, &b);
    order = memcmp(key->text, v->key, len);
    return order ? order : (key->len > v->key_len) - (key->len < v->key_len);
}

/* Where the child is, or would be. */
static size_t place_of(const struct tg_node *node, const struct key *key, bool *is_there)
{
    size_t low = 0, high = node->children_len;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare(key, tg_view_node_of(node->children[middle])) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    *is_there = low < node->children_len && compare(key, tg_view_node_of(node->children[low])) == 0;
    return low;
}

/* A new child in its place; its title is the key. */
static struct tg_view_node *add_child(struct tg_view_grower *g, struct tg_node *parent, size_t at,
                                      const struct key *key)
{
    const char *title = tg_arena_copy(&g->site->arena, key->text, key->len);
    struct tg_view_node *v = title ? tg_view_node_new(g, parent, title) : NULL;
    struct tg_node **grown;

    grown = v ? tg_grow(parent->children, parent->children_len, sizeof(*grown)) : NULL;
    if (!grown)
        return NULL;
    parent->children = grown;
    memmove(grown + at + 1, grown + at, (parent->children_len - at) * sizeof(*grown));
    grown[at] = &v->node;
    parent->children_len++;
    v->key = title;
    v->key_len = key->len;
    v->segment = key->segment;
    v->is_tag = key->is_tag;
    return v;
}

/* The child of that key, which may be new; NULL, and the grower has failed, when memory is
 * short. */
static struct tg_view_node *child_of(struct tg_view_grower *g, struct tg_view_node *parent,
                                     const struct key *key)
{
    struct tg_view_entry entry = {
        .parent = parent->number, .segment = key->segment, .text = key->text, .len = key->len};
    const struct tg_view_entry *found = tg_view_slot(g->site, &entry);
    bool is_there;
    size_t at;

    if (found && found->node)
        return found->node;
    at = place_of(&parent->node, key, &is_there);
    entry.node = is_there ? tg_view_node_of(parent->node.children[at])
                          : add_child(g, &parent->node, at, key);
    g->failed |= !entry.node || !remember(g, entry);
    return g->failed ? NULL : entry.node;
}

/* In the order of a page it is not to be searched by halves; most are met in the spelling that is
 * remembered. */
const struct tg_node *tg_view_child(const struct tg_site *site, const struct tg_node *node,
                                    const struct tg_tag *level, size_t segment)
{
    const struct tg_view_entry entry = {.parent = tg_view_node_of(node)->number,
                                        .segment = segment,
                                        .text = level->text,
                                        .len = level->len};
    const struct tg_view_entry *found = tg_view_slot(site, &entry);
    const struct key key = {level->text, level->len, segment, true};

    if (found && found->node)
        return tg_view_has_photos(&found->node->node) ? &found->node->node : NULL;
    for (size_t i = 0; i < node->children_len; i++)
        if (compare(&key, tg_view_node_of(node->children[i])) == 0)
            return node->children[i];
    return NULL;
}

/* ---- A photo's way --------------------------------------------------------------------------- */

/* Counts the photo in the node and in all above it, in each once. */
static void count(struct tg_view_node *v, const struct tg_photo *photo)
{
    for (struct tg_node *node = &v->node; node && node->view; node = node->parent) {
        struct tg_view_node *at = tg_view_node_of(node);
        struct tg_date unused;

        if (at->last == photo)
            return;
        at->last = photo;
        at->view.videos += photo->video != NULL;
        at->view.photos += photo->video == NULL;
        if (!tg_date_of(photo->date, &unused))
            continue;
        if (!*at->view.first || strcmp(photo->date, at->view.first) < 0)
            memcpy(at->view.first, photo->date, sizeof(at->view.first));
        if (strcmp(photo->date, at->view.last) > 0)
            memcpy(at->view.last, photo->date, sizeof(at->view.last));
    }
}

/* Photos come one by one, so that one that is there already is the last. */
static void arrive(struct way *way, struct tg_view_node *v)
{
    struct tg_photo *photo = way->item->ref->photo, **photos;
    size_t len = v->node.photos_len;
    struct tg_shown *shown;

    if (len && v->node.photos[len - 1] == photo)
        return;
    photos = tg_grow(v->node.photos, len, sizeof(*photos));
    if (photos)
        v->node.photos = photos;
    shown = photos ? tg_grow(v->view.shown, len, sizeof(*shown)) : NULL;
    if (shown)
        v->view.shown = shown;
    way->grower->failed |= !shown;
    if (!shown)
        return;
    photos[len] = photo;
    shown[len] = (struct tg_shown){way->item->ref, way->item->namesakes}; /* counted at the end */
    v->node.rows_len = ++v->node.photos_len;
    way->places++;
    count(v, photo);
}

static void go_on(struct way *way, struct tg_view_node *v, size_t segment);

/* Down the levels of a tag. */
static void go_by_tag(struct way *way, struct tg_view_node *v, size_t segment,
                      const struct tg_tag *tag)
{
    struct tg_tag level = {.text = NULL};

    while (v && tg_tag_next_level(tag, &level)) {
        const struct key key = {level.text, level.len, segment, true};

        v = child_of(way->grower, v, &key);
    }
    if (v)
        go_on(way, v, segment + 1);
}

static void go_by_tags(struct way *way, struct tg_view_node *v, size_t segment, const char *list)
{
    struct tg_tag tag = {.text = NULL};

    while (list && tg_tags_next(list, &tag))
        go_by_tag(way, v, segment, &tag);
}

/* Down the folders above the photo; NULL when memory is short. */
static struct tg_view_node *go_by_folder(struct way *way, struct tg_view_node *v, size_t segment,
                                         const struct tg_node *folder)
{
    const char *name = tg_path_base(folder->dir);
    const struct key key = {name, strlen(name), segment, false};

    if (!folder->parent)
        return v;
    v = go_by_folder(way, v, segment, folder->parent);
    v = v ? child_of(way->grower, v, &key) : NULL;
    if (v)
        v->node.title = folder->title;
    return v;
}

static struct tg_view_node *go_by_date(struct way *way, struct tg_view_node *v, size_t segment)
{
    struct tg_view_grower *g = way->grower;
    struct tg_view_date *date = &g->date;
    struct key key = {.segment = segment};
    size_t known = v->node.children_len;

    if (!way->item->day.year)
        return NULL;
    date->day = way->item->day;
    tg_view_date(date, g->words, &way->pattern->segments[segment]);
    g->failed |= date->key.failed || date->title.failed;
    key.text = tg_buf_str(&date->key);
    key.len = date->key.len;
    v = g->failed ? NULL : child_of(g, v, &key);
    if (v && v->node.parent->children_len > known) {
        v->node.title = tg_arena_copy(&g->site->arena, tg_buf_str(&date->title), date->title.len);
        v->rank = date->rank;
        g->failed |= !v->node.title;
    }
    return g->failed ? NULL : v;
}

static struct tg_view_node *go_by_text(struct way *way, struct tg_view_node *v, size_t segment)
{
    const struct tg_pattern_part *part = way->pattern->segments[segment].parts;
    const struct key key = {part->text, part->len, segment, false};

    return child_of(way->grower, v, &key);
}

/* From the node on, by the pattern's segments from `segment` on. */
static void go_on(struct way *way, struct tg_view_node *v, size_t segment)
{
    const struct tg_view_item *item = way->item;
    struct tg_view_node *next = NULL;

    if (way->places == PLACES_MAX || way->grower->failed)
        return;
    if (segment == way->pattern->len) {
        arrive(way, v);
        return;
    }
    switch (way->pattern->segments[segment].kind) {
    case TG_SEGMENT_TEXT:
        next = go_by_text(way, v, segment);
        break;
    case TG_SEGMENT_DATE:
        next = go_by_date(way, v, segment);
        break;
    case TG_SEGMENT_KEYWORDS:
        go_by_tags(way, v, segment, item->ref->photo->metadata.keywords);
        break;
    case TG_SEGMENT_PEOPLE:
        go_by_tags(way, v, segment, item->ref->photo->metadata.people);
        break;
    case TG_SEGMENT_PLACE:
        go_by_tags(way, v, segment, item->ref->photo->metadata.place);
        break;
    case TG_SEGMENT_PATH:
        next = go_by_folder(way, v, segment, item->ref->home->node);
        break;
    }
    if (next)
        go_on(way, next, segment + 1);
}

void tg_view_grow(struct tg_view_grower *g, struct tg_view_node *top,
                  const struct tg_album_pattern *pattern, const struct tg_view_items *items)
{
    for (size_t i = 0; i < items->len && !g->failed; i++) {
        struct way way = {g, &items->list[i], pattern, 0};

        go_on(&way, top, pattern->segments->kind == TG_SEGMENT_TEXT);
    }
}

/* ---- The end --------------------------------------------------------------------------------- */

static size_t span(const struct tg_tag *text, bool digits)
{
    size_t n = 0;

    while (n < text->len && (text->text[n] >= '0' && text->text[n] <= '9') == digits)
        n++;
    return n;
}

/* Without case, and numbers by value. */
static int compare_titles(const char *a, const char *b)
{
    struct tg_tag p = tg_tag_of(a), q = tg_tag_of(b);
    bool digits = false;
    int order = 0;

    for (; !order && p.len + q.len; digits = !digits) {
        const struct tg_tag x = {p.text, span(&p, digits)}, y = {q.text, span(&q, digits)};

        order =
            digits ? tg_path_natural_ncmp(x.text, x.len, y.text, y.len) : tg_tag_compare(&x, &y);
        p = (struct tg_tag){p.text + x.len, p.len - x.len};
        q = (struct tg_tag){q.text + y.len, q.len - y.len};
    }
    return order ? order : strcmp(a, b);
}

/* Years are newest first, months and days in their order, all else by name. */
static int by_place(const void *a, const void *b)
{
    const struct tg_view_node *x = tg_view_node_of(*(struct tg_node *const *)a);
    const struct tg_view_node *y = tg_view_node_of(*(struct tg_node *const *)b);
    const struct tg_date p = x->rank, q = y->rank;

    if (x->segment != y->segment)
        return x->segment < y->segment ? -1 : 1;
    if (p.year != q.year)
        return p.year < q.year ? 1 : -1;
    if (p.month != q.month)
        return p.month < q.month ? -1 : 1;
    if (p.day != q.day)
        return p.day < q.day ? -1 : 1;
    return compare_titles(x->node.title, y->node.title);
}

/* How many photos before each in the node have a file of its name. */
static void count_namesakes(struct tg_node *node, struct tg_view_seen *seen)
{
    for (size_t i = 0; i < node->photos_len; i++) {
        struct tg_shown *entry = &node->view->shown[i];
        struct tg_view_seen *s = &seen[entry->nth];

        if (s->in != node)
            *s = (struct tg_view_seen){node, 0};
        entry->nth = s->n++;
    }
}

/* Photos that came this far may have gone no further. */
static void drop_empty(struct tg_node *node)
{
    size_t kept = 0;

    for (size_t i = 0; i < node->children_len; i++)
        if (tg_view_has_photos(node->children[i]))
            node->children[kept++] = node->children[i];
        else
            tg_node_release(node->children[i]);
    node->children_len = kept;
}

void tg_view_settle(struct tg_node *node, struct tg_view_seen *seen)
{
    drop_empty(node);
    count_namesakes(node, seen);
    for (size_t i = 0; i < node->children_len; i++)
        tg_view_settle(node->children[i], seen);
    if (node->children_len)
        qsort(node->children, node->children_len, sizeof(struct tg_node *), by_place);
}
