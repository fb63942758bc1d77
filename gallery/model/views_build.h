/* views_build.h - how virtual albums are made; for views.h only. */
#ifndef TG_GALLERY_VIEWS_BUILD_H
#define TG_GALLERY_VIEWS_BUILD_H

#include "core/base/buf.h"
#include "core/base/tags.h"
#include "gallery/model/views.h"
#include "gallery/words/words.h"

/* A photo that virtual albums may show. */
struct tg_view_item {
    const struct tg_ref *ref; /* as its home shows it; of the arena */
    size_t namesakes;         /* the same for those whose files have the same name, from 0 */
    struct tg_date day;
};

/* All of them in order of date; the array is owned. */
struct tg_view_items {
    struct tg_view_item *list;
    size_t len, names; /* names: how many different names of files they have */
};

/* Fills zeroed *items.  False when memory is short. */
bool tg_view_items_find(struct tg_site *site, struct tg_view_items *items) TG_MUST_USE;

/* A node of a virtual album. */
struct tg_view_node {
    struct tg_node node;
    struct tg_virtual view;
    size_t number;   /* of all of the site, from 0 */
    size_t segment;  /* of the pattern */
    const char *key; /* what makes it another than those beside it */
    size_t key_len;
    bool is_tag;                            /* keys are tags, in any case */
    struct tg_date rank;                    /* of a date */
    const char *slug;                       /* what its folder is called after */
    const struct tg_album_pattern *pattern; /* of the top of a view; else NULL */
    const struct tg_photo *last;            /* that was counted here */
};

static inline struct tg_view_node *tg_view_node_of(const struct tg_node *node)
{
    return (struct tg_view_node *)(uintptr_t)node;
}

/* Which node was found for the text of a segment, or of a level of a tag, below another. */
struct tg_view_entry {
    size_t parent, segment; /* parent: its number */
    const char *text;
    size_t len;
    struct tg_view_node *node; /* NULL: the slot is free */
};

/* The slot that has that, or a free one; NULL if there are no slots. */
struct tg_view_entry *tg_view_slot(const struct tg_site *site, const struct tg_view_entry *wanted);

/* Title, key and rank of a photo's segment of a date. */
struct tg_view_date {
    struct tg_date day; /* in */
    struct tg_buf title, key;
    struct tg_date rank;
};
void tg_view_date(struct tg_view_date *to, const struct tg_words *words,
                  const struct tg_pattern_segment *segment);

/* What photos are put into. */
struct tg_view_grower {
    struct tg_site *site;
    const struct tg_words *words;
    size_t nodes, entries;
    struct tg_view_date date; /* scratch */
    bool failed;              /* memory is short */
};

/* A new node that is not among the children of its parent; `title` is of the arena.  NULL when
 * memory is short. */
struct tg_view_node *tg_view_node_new(struct tg_view_grower *g, struct tg_node *parent,
                                      const char *title) TG_MUST_USE;

/* Puts the photos where the pattern has them, from the top of its view on. */
void tg_view_grow(struct tg_view_grower *g, struct tg_view_node *top,
                  const struct tg_album_pattern *pattern, const struct tg_view_items *items);

/* The child for a level of a tag; NULL if there is none. */
const struct tg_node *tg_view_child(const struct tg_site *site, const struct tg_node *node,
                                    const struct tg_tag *level, size_t segment);

/* Whether a photo is in the node or below. */
static inline bool tg_view_has_photos(const struct tg_node *node)
{
    return node->view->photos + node->view->videos > 0;
}

/* Drops what is empty in the node and below, puts the rest into the order of its page, and counts
 * files of the same name.  `seen` has room for each of the items' names. */
struct tg_view_seen {
    const struct tg_node *in;
    size_t n;
};
void tg_view_settle(struct tg_node *node, struct tg_view_seen *seen);

/* Gives all nodes their folders.  False when memory is short. */
bool tg_views_name(struct tg_site *site) TG_MUST_USE;

/* Behind a password no folder below a view is called after a keyword, a person or a place: it is
 * the HMAC of the path that it would have.  False when memory is short. */
bool tg_views_hide(struct tg_site *site) TG_MUST_USE;

/* Once folders are what they stay, the addresses of the node and all below it.  False when memory
 * is short. */
bool tg_views_address(struct tg_site *site, struct tg_node *node) TG_MUST_USE;

#endif
