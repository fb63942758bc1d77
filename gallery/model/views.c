/* views.c - see views.h. */
#include "gallery/model/views.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/grow.h"
#include "core/base/nfc.h"
#include "gallery/model/views_build.h"

/* What a view is called, and its folder, by the first segment that is no text. */
static const struct {
    enum tg_word title;
    const char *slug;
} tops[] = {
    [TG_SEGMENT_DATE] = {TG_WORD_BY_DATE, "dates"},
    [TG_SEGMENT_KEYWORDS] = {TG_WORD_KEYWORDS, "keywords"},
    [TG_SEGMENT_PEOPLE] = {TG_WORD_PEOPLE, "people"},
    [TG_SEGMENT_PLACE] = {TG_WORD_PLACES, "places"},
    [TG_SEGMENT_PATH] = {TG_WORD_FOLDERS, "folders"},
};

void tg_site_views_drop(struct tg_site *site)
{
    for (size_t i = 0; i < site->views_len; i++)
        tg_node_release(site->views[i]);
    free(site->views);
    free(site->view_entries);
    site->views = NULL;
    site->view_entries = NULL;
    site->views_len = site->view_slots = 0;
}

/* The top of the albums of a pattern. */
static struct tg_view_node *top_of(struct tg_view_grower *g, const struct tg_album_pattern *pattern)
{
    const struct tg_pattern_segment *first = &pattern->segments[0];
    bool is_text = first->kind == TG_SEGMENT_TEXT;
    const char *title = is_text
                            ? tg_arena_copy(&g->site->arena, first->parts->text, first->parts->len)
                            : tg_word(g->words, tops[first->kind].title);
    struct tg_view_node *top = title ? tg_view_node_new(g, g->site->root, title) : NULL;

    if (!top)
        return NULL;
    top->pattern = pattern;
    if (!is_text)
        top->slug = tops[first->kind].slug;
    return top;
}

/* The albums of a pattern; of an empty one nothing is left. */
static bool add_view(struct tg_view_grower *g, const struct tg_album_pattern *pattern,
                     const struct tg_view_items *items)
{
    struct tg_site *site = g->site;
    struct tg_node **grown = tg_grow(site->views, site->views_len, sizeof(*grown));
    struct tg_view_node *top = grown ? top_of(g, pattern) : NULL;

    if (grown)
        site->views = grown;
    if (!top)
        return false;
    tg_view_grow(g, top, pattern, items);
    if (!g->failed && tg_view_has_photos(&top->node))
        grown[site->views_len++] = &top->node;
    else
        tg_node_release(&top->node);
    return !g->failed;
}

/* The node of that folder, below a view or one of these. */
static const struct tg_node *node_of_dir(struct tg_node *const *nodes, size_t len, const char *dir)
{
    const struct tg_node *found = NULL;

    for (size_t i = 0; i < len && !found; i++)
        found = tg_nfc_equal(nodes[i]->dir, dir)
                    ? nodes[i]
                    : node_of_dir(nodes[i]->children, nodes[i]->children_len, dir);
    return found;
}

/* Entries that lead to no other node may lead to one of these. */
static bool resolve_menu(struct tg_site *site)
{
    for (size_t i = 0; i < site->look.menu_len; i++) {
        struct tg_menu_entry *entry = &site->look.menu[i];
        size_t len = strlen(entry->target);
        char *dir;

        if (entry->is_address || (entry->node && !entry->node->view))
            continue;
        while (len && entry->target[len - 1] == '/')
            len--;
        dir = strndup(entry->target, len);
        if (!dir)
            return false;
        entry->node = node_of_dir(site->views, site->views_len, dir);
        free(dir);
    }
    return true;
}

struct tg_err *tg_site_views(struct tg_site *site)
{
    const struct tg_look *look = &site->look;
    struct tg_view_items items = {.len = 0};
    struct tg_view_grower g = {.site = site, .words = tg_words_of(site->root->lang)};
    struct tg_view_seen *seen;
    bool good;

    tg_site_views_drop(site);
    if (look->albums_from_len == 0)
        return NULL;
    tg_buf_init(&g.date.title, TG_BUF_MAX);
    tg_buf_init(&g.date.key, TG_BUF_MAX);
    good = tg_view_items_find(site, &items);
    for (size_t i = 0; i < look->albums_from_len && good; i++)
        good = add_view(&g, &look->albums_from[i], &items);
    seen = calloc(items.names + 1, sizeof(*seen));
    good &= seen != NULL;
    for (size_t i = 0; i < site->views_len && good; i++)
        tg_view_settle(site->views[i], seen);
    good = good && tg_views_name(site) && resolve_menu(site) && tg_views_hide(site);
    for (size_t i = 0; i < site->views_len && good; i++)
        good = tg_views_address(site, site->views[i]);
    tg_buf_release(&g.date.title);
    tg_buf_release(&g.date.key);
    free(items.list);
    free(seen);
    return good ? NULL : tg_err_nomem();
}

/* Whether there is a view of the pattern. */
static bool has_view(const struct tg_site *site, const struct tg_album_pattern *pattern)
{
    for (size_t i = 0; i < site->views_len; i++)
        if (tg_view_node_of(site->views[i])->pattern == pattern)
            return true;
    return false;
}

struct tg_err *tg_site_views_note(struct tg_site *site)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < site->look.albums_from_len && !err; i++) {
        const struct tg_album_pattern *pattern = &site->look.albums_from[i];

        if (!has_view(site, pattern))
            err = tg_site_note(site, NULL, "albums_from: no photo of an open album is for '%s'",
                               pattern->text);
    }
    return err;
}

/* The node of a tag below the top of a view of that kind, or below texts there; NULL if there is
 * none. */
static const struct tg_node *find_tag(const struct tg_site *site, const struct tg_node *top,
                                      enum tg_segment_kind kind, const struct tg_tag *tag)
{
    const struct tg_album_pattern *pattern = tg_view_node_of(top)->pattern;
    size_t segment = pattern->segments->kind == TG_SEGMENT_TEXT;
    struct tg_tag level = {.text = NULL};

    while (segment < pattern->len && pattern->segments[segment].kind == TG_SEGMENT_TEXT) {
        top = top->children[0];
        segment++;
    }
    if (segment == pattern->len || pattern->segments[segment].kind != kind)
        return NULL;
    while (top && tg_tag_next_level(tag, &level))
        top = tg_view_child(site, top, &level, segment);
    return top;
}

const struct tg_node *tg_views_find(const struct tg_site *site, enum tg_segment_kind kind,
                                    const char *tag, size_t len)
{
    const struct tg_tag wanted = {tag, len};
    const struct tg_node *found = NULL;

    for (size_t i = 0; i < site->views_len && !found; i++)
        found = find_tag(site, site->views[i], kind, &wanted);
    return found;
}
