/* node.c - see node.h. */
#include "gallery/model/node.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/grow.h"

void *tg_node_new(struct tg_arena *arena, size_t size, struct tg_node *parent, const char *dir)
{
    struct tg_node *node = tg_arena_alloc(arena, 1, size), **children;

    assert(size >= sizeof(*node));
    if (node)
        node->dir = tg_arena_copy(arena, dir, strlen(dir));
    if (!node || !node->dir)
        return NULL;
    node->parent = parent;
    if (!parent)
        return node;
    children = tg_grow(parent->children, parent->children_len, sizeof(struct tg_node *));
    if (!children)
        return NULL;
    parent->children = children;
    children[parent->children_len++] = node;
    return node;
}

void tg_node_drop_children(struct tg_node *node)
{
    for (size_t i = 0; i < node->children_len; i++)
        tg_node_release(node->children[i]);
    free(node->children);
    node->children = NULL;
    node->children_len = 0;
}

void tg_node_release(struct tg_node *node)
{
    if (!node)
        return;
    tg_node_drop_children(node);
    if (node->view) {
        free(node->view->shown);
        node->view->shown = NULL;
    }
    free(node->photos);
    node->photos = NULL;
    node->photos_len = 0;
}

bool tg_node_moves(const struct tg_node *node)
{
    struct tg_ref_iter iter = {0};
    const struct tg_ref *ref;

    for (size_t i = 0; i < node->photos_len; i++)
        if (tg_photo_moves(node->photos[i]))
            return true;
    while ((ref = tg_node_next_ref(node, &iter)))
        if (ref->photo && tg_photo_moves(ref->photo))
            return true;
    return false;
}

size_t tg_node_listed(const struct tg_node *node)
{
    size_t listed = 0;

    for (size_t i = 0; i < node->children_len; i++)
        listed += !node->children[i]->hidden;
    return listed;
}

bool tg_node_is_mapped(const struct tg_node *node)
{
    while (node->parent && node->album_map == TG_SWITCH_INHERITED)
        node = node->parent;
    return node->album_map == TG_SWITCH_ON;
}

bool tg_node_has_timeline(const struct tg_node *node)
{
    while (node->parent && node->timeline == TG_SWITCH_INHERITED)
        node = node->parent;
    return node->timeline == TG_SWITCH_ON;
}

void tg_node_mark_mapped(struct tg_node *node)
{
    bool mapped = tg_node_is_mapped(node);
    struct tg_ref_iter iter = {0};
    struct tg_ref *ref;

    for (size_t i = 0; i < node->photos_len; i++)
        node->photos[i]->mapped |= mapped;
    while ((ref = tg_node_next_ref(node, &iter)))
        if (ref->photo)
            ref->photo->mapped |= mapped;
    for (size_t i = 0; i < node->children_len; i++)
        tg_node_mark_mapped(node->children[i]);
}

size_t tg_node_depth(const struct tg_node *node)
{
    size_t depth = 0;

    for (; node->parent; node = node->parent)
        depth++;
    return depth;
}

bool tg_node_is_open(const struct tg_node *node, const struct tg_node *from)
{
    return !node->lock || node->lock == from->lock;
}

bool tg_node_cover_plays(const struct tg_node *node)
{
    return node->parent && !node->hidden && !node->parent->basic &&
           tg_node_is_open(node, node->parent);
}

bool tg_node_has_basic_page(const struct tg_node *node)
{
    return node->basic_too && !node->basic && node->parent && node->children_len == 0;
}

/* Tiles are landscapes: of those that come first, one that needs no cropping. */
static struct tg_ref first_photo(const struct tg_node *node)
{
    enum { DOZEN = 12 };
    size_t first = node->photos_len;

    for (size_t i = 0, good = 0; i < node->photos_len && good < DOZEN; i++) {
        const struct tg_photo *photo = node->photos[i];

        if (!tg_photo_good(photo))
            continue;
        if (photo->width > photo->height)
            return tg_node_ref(node, i);
        first = good++ ? first : i;
    }
    return first < node->photos_len ? tg_node_ref(node, first) : (struct tg_ref){.name = NULL};
}

struct tg_ref tg_node_cover(const struct tg_node *node)
{
    struct tg_ref cover = node->cover;

    if (!cover.photo || !tg_photo_good(cover.photo))
        cover = first_photo(node);
    for (size_t i = 0; i < node->children_len && !cover.photo; i++)
        if (!node->children[i]->hidden && node->children[i]->lock == node->lock)
            cover = tg_node_cover(node->children[i]);
    if (node->cover_focus)
        cover.focus = node->cover_focus;
    return cover;
}

struct tg_ref *tg_node_next_ref(const struct tg_node *node, struct tg_ref_iter *iter)
{
    for (; iter->section < node->sections_len; iter->section++, iter->row = 0)
        for (; iter->row < node->sections[iter->section].rows_len; iter->row++, iter->next = 0)
            if (iter->next < node->sections[iter->section].rows[iter->row].len)
                return &node->sections[iter->section].rows[iter->row].refs[iter->next++];
    return NULL;
}

struct tg_ref tg_ref_of(struct tg_photo *photo)
{
    return (struct tg_ref){.name = photo->path,
                           .photo = photo,
                           .medium = photo->video,
                           .media = photo->video ? photo->video->options : NULL,
                           .text = photo->caption};
}

struct tg_ref tg_node_ref(const struct tg_node *node, size_t i)
{
    struct tg_ref ref;

    if (!node->view)
        return tg_ref_of(node->photos[i]);
    ref = *node->view->shown[i].ref;
    ref.nth = node->view->shown[i].nth;
    return ref;
}

bool tg_ref_good(const struct tg_ref *ref)
{
    if (ref->medium && ref->medium->failed)
        return false;
    if (ref->medium && !ref->photo) /* audio */
        return true;
    return ref->photo && tg_photo_good(ref->photo);
}

bool tg_ref_turned(const struct tg_ref *ref)
{
    return ref->options && ref->photo->turned && !ref->options->auto_orient;
}

static bool is_same_way(const struct tg_picture_options *a, const struct tg_picture_options *b)
{
    return a == b || (a && b && strcmp(a->json, b->json) == 0);
}

bool tg_ref_has(const struct tg_ref *ref, const struct tg_rendition *rendition)
{
    return rendition->lock == ref->lock && is_same_way(rendition->options, ref->options);
}

const struct tg_rendition *tg_ref_rendition(const struct tg_ref *ref, uint32_t w, uint32_t h)
{
    for (size_t i = 0; ref->photo && i < ref->photo->renditions_len; i++) {
        const struct tg_rendition *r = &ref->photo->renditions[i];

        if (!r->percent && !r->original && r->req_w == w && r->req_h == h && tg_ref_has(ref, r))
            return r;
    }
    return NULL;
}
