/* photo_filter.c - see photo_filter.h. */
#include "gallery/plan/photo_filter.h"

#include "core/base/tags.h"

unsigned tg_filter_asks(const struct tg_node *node)
{
    /* Names are no keywords any more when the filter sees them, and owners may not know that. */
    unsigned asks = node->filter.exclude ? TG_ASKS_KEYWORDS | TG_ASKS_PEOPLE : 0;

    for (size_t i = 0; i < node->children_len; i++)
        asks |= tg_filter_asks(node->children[i]);
    return asks;
}

/* ---- Which ----------------------------------------------------------------------------------- */

static bool is_excluded(const struct tg_metadata *m, const char *exclude)
{
    struct tg_tag tag = {NULL, 0}, name;

    while (tg_tags_next(exclude, &tag)) {
        if (tg_tags_contain(m->keywords, &tag) || tg_tags_have(m->people, &tag))
            return true;
        if (tg_tag_is_of_people(&tag, &name) && m->people &&
            (name.len == 0 || tg_tags_have(m->people, &name)))
            return true;
    }
    return false;
}

/* Why the node does not show the photo; NULL: it does.  Videos have neither stars nor labels. */
static const char *find_reason(const struct tg_node *node, const struct tg_photo *photo)
{
    const struct tg_metadata *m = &photo->metadata;
    bool rated = photo->is_frame, labelled = photo->is_frame;

    if (m->rating == TG_RATING_REJECTED)
        return "it is rejected in its metadata";
    for (; node; node = node->parent) {
        const struct tg_photo_filter *f = &node->filter;

        if (f->exclude && is_excluded(m, f->exclude))
            return "it has a keyword of exclude_keywords";
        if (f->exclude &&
            ((m->labels & TG_TAGS_CUT) || tg_tags_are_full(m->keywords, &tg_keywords_limit) ||
             tg_tags_are_full(m->people, &tg_people_limit)))
            return "it has more keywords than exclude_keywords can look at";
        if (f->min_rating_said && !rated && m->rating < f->min_rating)
            return "its rating is below min_rating";
        if (f->labels_said && !labelled && f->labels && !(m->labels & f->labels))
            return "it has none of the labels";
        rated |= f->min_rating_said;
        labelled |= f->labels_said;
    }
    return NULL;
}

static struct tg_err *filter_node(struct tg_site *site, struct tg_node *node)
{
    struct tg_err *err = NULL;
    size_t len = 0;

    for (size_t i = 0; i < node->photos_len; i++) {
        struct tg_photo *photo = node->photos[i];

        photo->left_out = find_reason(node, photo);
        if (!photo->left_out)
            node->photos[len++] = photo;
        else if (!err)
            err = tg_site_leave_out(site, photo->path, photo->left_out);
    }
    node->photos_len = len;
    for (size_t i = 0; i < node->children_len && !err; i++)
        err = filter_node(site, node->children[i]);
    return err;
}

/* ---- What else shows them -------------------------------------------------------------------- */

static bool is_left_out(const struct tg_ref *ref)
{
    return ref->photo && ref->photo->left_out;
}

static struct tg_err *note(struct tg_site *site, const struct tg_node *node, const char *key,
                           const struct tg_ref *ref)
{
    return tg_site_note(site, *node->dir ? node->dir : NULL, "%s: %s is not shown: %s", key,
                        ref->name ? ref->name : ref->photo->path, ref->photo->left_out);
}

static struct tg_err *filter_section(struct tg_site *site, const struct tg_node *node,
                                     struct tg_section *section)
{
    struct tg_err *err = NULL;
    size_t rows = 0;

    for (size_t i = 0; i < section->rows_len; i++) {
        struct tg_row row = section->rows[i];
        size_t len = 0;

        for (size_t k = 0; k < row.len; k++) {
            if (!is_left_out(&row.refs[k]))
                row.refs[len++] = row.refs[k];
            else if (!err)
                err = note(site, node, "sections", &row.refs[k]);
        }
        row.len = len;
        if (len)
            section->rows[rows++] = row;
    }
    section->rows_len = rows;
    return err;
}

/* A section of nothing but pictures goes with the last of them. */
static struct tg_err *filter_sections(struct tg_site *site, struct tg_node *node)
{
    struct tg_err *err = NULL;
    size_t len = 0;

    for (size_t i = 0; i < node->sections_len; i++) {
        struct tg_section *section = &node->sections[i];
        bool any = section->rows_len > 0;

        if (!err)
            err = filter_section(site, node, section);
        if (section->rows_len || !any)
            node->sections[len++] = *section;
    }
    node->sections_len = len;
    return err;
}

static struct tg_err *filter_uses(struct tg_site *site, struct tg_node *node)
{
    struct tg_err *err = filter_sections(site, node);

    if (!err && is_left_out(&node->cover)) {
        err = note(site, node, "cover", &node->cover);
        node->cover = (struct tg_ref){.photo = NULL};
    }
    for (size_t i = 0; i < node->children_len && !err; i++)
        err = filter_uses(site, node->children[i]);
    return err;
}

/* Videos, and those of motion photos, unless a photo that is shown has the same. */
static void drop_media(struct tg_site *site)
{
    size_t len = 0;

    for (size_t i = 0; i < site->photos_len; i++) {
        struct tg_photo *photo = site->photos[i];

        if (!photo->left_out)
            continue;
        if (photo->motion)
            photo->motion->left_out = true;
        if (photo->video)
            photo->video->left_out = true;
        photo->motion = photo->video = NULL;
    }
    for (size_t i = 0; i < site->photos_len; i++)
        if (site->photos[i]->motion)
            site->photos[i]->motion->left_out = false;
    for (size_t i = 0; i < site->media_len; i++) {
        if (site->media[i]->left_out)
            tg_medium_free(site->media[i]);
        else
            site->media[len++] = site->media[i];
    }
    site->media_len = len;
}

/* ---- Albums ---------------------------------------------------------------------------------- */

static void drop_from_menu(struct tg_look *look, const struct tg_node *node)
{
    size_t len = 0;

    for (size_t i = 0; i < look->menu_len; i++)
        if (look->menu[i].node != node)
            look->menu[len++] = look->menu[i];
    look->menu_len = len;
}

/* Whether anything is left of the node: all of them had something. */
static bool prune(struct tg_site *site, struct tg_node *node)
{
    size_t len = 0;

    for (size_t i = 0; i < node->children_len; i++) {
        struct tg_node *child = node->children[i];

        if (prune(site, child)) {
            node->children[len++] = child;
            continue;
        }
        drop_from_menu(&site->look, child);
        tg_node_release(child);
    }
    node->children_len = len;
    return len || node->photos_len || node->sections_len || node->body;
}

struct tg_err *tg_filter_photos(struct tg_site *site)
{
    size_t before = site->left_out_len;
    struct tg_err *err;

    if (site->look.story)
        return NULL;
    err = filter_node(site, site->root);
    if (err || site->left_out_len == before)
        return err;
    err = filter_uses(site, site->root);
    drop_media(site);
    (void)prune(site, site->root);
    return err;
}
