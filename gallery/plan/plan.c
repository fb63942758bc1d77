/* plan.c - see plan.h: order and renditions of albums' photos. */
#include "gallery/plan/plan.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/fit.h"
#include "core/base/nfc.h"
#include "core/base/path.h"
#include "gallery/model/dates.h"
#include "gallery/model/names.h"
#include "gallery/model/sizes.h"
#include "gallery/model/text.h"

/* Of those that a photo is too small for, the first is made: the widths of 0.1.0, whose addresses
 * last.  480 and 640 are for rows, 960 and 1280 for rows on screens of two and three pixels to one
 * and for phones, the others for the viewer; 2560 fills the window of a laptop with two pixels to
 * one. */
static const struct tg_sizes usual = {
    {{480, 0}, {960, 0}, {1920, 0}, {640, 0}, {1280, 0}, {2560, 0}}, 6};
static const struct tg_sizes usual_still = {{{TG_ALBUM_WIDTH, 0}}, 1}; /* until a video plays */

/* An output name of an album's folder, to find those that would overwrite each other. */
struct output {
    char *form;                /* the name in Unicode's form C, if it is not ASCII; owned */
    const char *key;           /* that or the name */
    const char *name, *source; /* borrowed */
};

static int by_date(const void *a, const void *b)
{
    return tg_photo_date_cmp(*(const struct tg_photo *const *)a,
                             *(const struct tg_photo *const *)b);
}

static int by_name(const void *a, const void *b)
{
    const struct tg_photo *x = *(const struct tg_photo *const *)a;
    const struct tg_photo *y = *(const struct tg_photo *const *)b;

    return tg_picture_name_cmp(x->path, y->path);
}

static int by_place(const void *a, const void *b)
{
    const struct tg_photo *x = *(const struct tg_photo *const *)a;
    const struct tg_photo *y = *(const struct tg_photo *const *)b;

    if (!x->position != !y->position)
        return x->position ? -1 : 1;
    return x->position == y->position ? by_name(a, b) : x->position < y->position ? -1 : 1;
}

/* Puts what sections show behind the rest, in its order.  False when memory is short. */
static bool part_photos(struct tg_node *node)
{
    struct tg_photo **shown = calloc(node->photos_len + 1, sizeof(struct tg_photo *));
    size_t len = 0;

    node->rows_len = 0;
    for (size_t i = 0; shown && i < node->photos_len; i++) {
        struct tg_photo *photo = node->photos[i];

        if (photo->in_section)
            shown[len++] = photo;
        else
            node->photos[node->rows_len++] = photo;
    }
    if (len)
        memcpy(node->photos + node->rows_len, shown, len * sizeof(struct tg_photo *));
    free(shown);
    return shown;
}

/* Those without a date or a position stay last, also in reverse. */
static void sort_photos(struct tg_node *node)
{
    enum tg_sort sort = node->sort;
    struct tg_photo **photos = node->photos;
    size_t len = node->photos_len;

    if (len)
        qsort(photos, len, sizeof(struct tg_photo *),
              sort == TG_SORT_DATE   ? by_date
              : sort == TG_SORT_NAME ? by_name
                                     : by_place);
    if (!node->reverse)
        return;
    while (len && ((sort == TG_SORT_DATE && !*photos[len - 1]->date) ||
                   (sort == TG_SORT_MANUAL && !photos[len - 1]->position)))
        len--;
    for (size_t i = 0; i < len / 2; i++) {
        struct tg_photo *photo = photos[i];

        photos[i] = photos[len - 1 - i];
        photos[len - 1 - i] = photo;
    }
}

static bool same_size(const struct tg_rendition *a, const struct tg_rendition *b)
{
    return a->width == b->width && a->height == b->height;
}

/* The checksum of these is in the names. */
static const char *options_of(const struct tg_site *site)
{
    return site->plain_options ? site->plain_options : tg_plain_options;
}

/* Named after the upright size, behind all that are scaled down. */
static struct tg_err *want_original(const struct tg_site *site, struct tg_photo *photo)
{
    struct tg_rendition *r = &photo->renditions[photo->renditions_len];

    *r = (struct tg_rendition){.original = true,
                               .req_w = photo->width,
                               .req_h = photo->height,
                               .width = photo->width,
                               .height = photo->height};
    photo->renditions_len++;
    return tg_plan_names(photo, options_of(site), photo->lock, (struct tg_plan_formats){0}, r)
               ? NULL
               : tg_err_nomem();
}

/* Adds one of this size in its place by width, unless there is one as large, since the photo is no
 * larger. */
static void want_size(struct tg_photo *photo, struct tg_size size)
{
    struct tg_rendition r = {.req_w = size.w, .req_h = size.h};
    size_t at = photo->renditions_len;

    tg_fit_inside(photo->width, photo->height, size.w, size.h, &r.width, &r.height);
    for (size_t i = 0; i < photo->renditions_len; i++)
        if (same_size(&r, &photo->renditions[i]))
            return;
    for (; at && photo->renditions[at - 1].width > r.width; at--)
        photo->renditions[at] = photo->renditions[at - 1];
    photo->renditions[at] = r;
    photo->renditions_len++;
}

/* The first that is wide enough where there is only one. */
static void keep_one(struct tg_photo *photo)
{
    size_t i = 0;

    while (i + 1 < photo->renditions_len && photo->renditions[i].width < TG_ALBUM_WIDTH)
        i++;
    photo->renditions[0] = photo->renditions[i];
    photo->renditions_len = 1;
}

static struct tg_err *want_renditions(const struct tg_site *site, const struct tg_node *node,
                                      struct tg_photo *photo)
{
    bool originals = site->originals || (node->download >= TG_DOWNLOAD_EACH &&
                                         node->download_size == TG_DOWNLOAD_ORIGINAL);
    const struct tg_sizes *sizes = site->sizes.len ? &site->sizes
                                   : photo->video  ? &usual_still
                                                   : &usual;
    struct tg_plan_formats formats = tg_plan_wants(site, photo);
    bool named = true;

    assert(photo->renditions_len == 0);
    if (photo->failed || photo->width == 0 || photo->height == 0)
        return NULL;
    photo->renditions = calloc(sizes->len + 1, sizeof(*photo->renditions));
    if (!photo->renditions)
        return tg_err_nomem();
    for (size_t i = 0; i < sizes->len; i++)
        want_size(photo, sizes->list[i]);
    if (photo->video)
        keep_one(photo);
    for (size_t i = 0; i < photo->renditions_len && named; i++)
        named = tg_plan_names(photo, options_of(site), photo->lock, formats, &photo->renditions[i]);
    if (!named)
        return tg_err_nomem();
    return !originals || photo->is_frame ? NULL : want_original(site, photo);
}

static int by_folded_name(const void *a, const void *b)
{
    const struct output *x = a, *y = b;
    int order = tg_text_casecmp(x->key, y->key);

    return order ? order : strcmp(x->name, y->name);
}

static size_t list_outputs(const struct tg_node *node, struct output *outputs)
{
    size_t len = 0;

    for (size_t i = 0; i < node->children_len; i++) {
        const char *dir = node->children[i]->dir;

        outputs[len++] = (struct output){.name = tg_path_base(dir), .source = dir};
    }
    for (size_t i = 0; i < node->photos_len; i++) {
        const struct tg_photo *photo = node->photos[i];

        if (photo->video)
            outputs[len++] = (struct output){.name = photo->video->name, .source = photo->path};
        for (size_t k = 0; k < photo->renditions_len; k++) {
            const struct tg_rendition *r = &photo->renditions[k];

            outputs[len++] = (struct output){.name = r->name, .source = photo->path};
            if (r->webp)
                outputs[len++] = (struct output){.name = r->webp, .source = photo->path};
            if (r->avif)
                outputs[len++] = (struct output){.name = r->avif, .source = photo->path};
        }
    }
    return len;
}

/* Gives each its key.  False when memory is short. */
static bool fold(struct output *outputs, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (!tg_nfc_is_ascii(outputs[i].name))
            outputs[i].form = tg_nfc(outputs[i].name);
        outputs[i].key = outputs[i].form ? outputs[i].form : outputs[i].name;
        if (!outputs[i].form && !tg_nfc_is_ascii(outputs[i].name))
            return false;
    }
    return true;
}

static struct tg_err *note_fold(struct tg_site *site, const struct output *a,
                                const struct output *b)
{
    bool by_case = tg_text_casecmp(a->name, b->name) == 0;

    return tg_site_note(site, a->source,
                        by_case
                            ? "differs from %s by upper and lower case only: one replaces the "
                              "other where file names have no case"
                            : "differs from %s by the way of writing accents only: one replaces "
                              "the other where file names have one",
                        tg_path_base(b->source));
}

/* Names of renditions differ when their photos' names do.  Left to collide are a folder that is
 * named like a rendition, and, where OUT is on a file system without upper and lower case or with
 * one Unicode form, names that differ in nothing else. */
static struct tg_err *check_outputs(struct tg_site *site, const struct tg_node *node)
{
    struct output *outputs;
    struct tg_err *err = NULL;
    bool noted = false;
    size_t len;

    outputs = calloc(node->children_len + (3 * TG_SIZES_MAX + 2) * node->photos_len + 1,
                     sizeof(*outputs));
    if (!outputs)
        return tg_err_nomem();
    len = list_outputs(node, outputs);
    if (!fold(outputs, len))
        err = tg_err_nomem();
    if (!err)
        qsort(outputs, len, sizeof(*outputs), by_folded_name);
    for (size_t i = 1; i < len && !err; i++) {
        const struct output *a = &outputs[i - 1], *b = &outputs[i];

        if (strcmp(a->name, b->name) == 0) {
            err = tg_err_new(TG_E_USAGE, a->source, "both it and %s become %s: rename one of them",
                             b->source, a->name);
        } else if (!noted && tg_text_casecmp(a->key, b->key) == 0) {
            err = note_fold(site, a, b);
            noted = true;
        }
    }
    for (size_t i = 0; i < len; i++)
        free(outputs[i].form);
    free(outputs);
    return err;
}

/* Sections of a story go on pages, which end before a section or a row once they are full. */
static void assign_pages(const struct tg_site *site, struct tg_node *node)
{
    struct tg_ref_iter iter = {0};
    size_t left = 0, put = 0, room = SIZE_MAX;

    while (tg_node_next_ref(node, &iter))
        left++;
    if (site->look.story && !node->basic && !node->unpaged && left > TG_MANY_PICTURES)
        room = TG_PAGE_PICTURES;
    node->pages = 1;
    for (size_t i = 0; i < node->sections_len; i++) {
        struct tg_section *section = &node->sections[i];

        section->page = node->pages + (put >= room && left);
        for (size_t k = 0; k < section->rows_len; k++) {
            if (put >= room && left) {
                node->pages++;
                put = 0;
            }
            section->rows[k].page = node->pages;
            put += section->rows[k].len;
            left -= section->rows[k].len;
        }
        section->last_page = section->rows_len ? node->pages : section->page;
    }
}

/* In the order of the tree; every photo of an album is in one. */
static struct tg_err *plan_node(struct tg_site *site, struct tg_node *node)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < node->children_len && !err; i++)
        err = plan_node(site, node->children[i]);
    for (size_t i = 0; i < node->photos_len && !err; i++)
        err = want_renditions(site, node, node->photos[i]);
    sort_photos(node);
    if (!err && !site->look.story && !tg_plan_albums(node))
        err = tg_err_nomem();
    if (!err && !part_photos(node))
        err = tg_err_nomem();
    assign_pages(site, node);
    return err || site->look.story ? err : check_outputs(site, node);
}

/* A photo's own date goes before that of its name.  A video's does not: it may be in universal
 * time, where names are in that of the place, as photos' dates are. */
static void date_by_name(struct tg_photo *photo)
{
    if (photo->video || !*photo->date)
        (void)tg_date_of_name(tg_path_base(photo->path), photo->date);
}

struct tg_err *tg_site_plan(struct tg_site *site)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < site->media_len && !err; i++)
        err = tg_plan_medium(site->media[i]);
    for (size_t i = 0; i < site->photos_len; i++) {
        struct tg_photo *photo = site->photos[i];

        if (*photo->own_date)
            memcpy(photo->date, photo->own_date, sizeof(photo->date));
        else
            date_by_name(photo);
    }
    tg_plan_inherit(site->root);
    if (!err)
        err = plan_node(site, site->root);
    if (!err)
        err = tg_plan_sections(site, site->root);
    if (!err)
        err = tg_plan_downloads(site);
    return err || !site->unmarked ? err : tg_plan_check_names(site);
}
