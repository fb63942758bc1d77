/* plan_sections.c - which renditions sections and covers want: the sizes that récitale's exposure
 * theme asks for, or those of `settings: sizes:`, each once for a file and its options. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/fit.h"
#include "core/base/grow.h"
#include "core/base/limits.h"
#include "core/base/path.h"
#include "gallery/model/sizes.h"
#include "gallery/plan/plan.h"

struct planner {
    struct tg_site *site;
    struct tg_err *err; /* the first one */
};

static size_t outputs(const struct tg_photo *photo)
{
    size_t n = photo->renditions_len;

    for (size_t i = 0; i < photo->renditions_len; i++)
        n += photo->renditions[i].webp != NULL;
    return n;
}

static struct tg_err *add(struct tg_site *site, const struct tg_ref *ref, struct tg_rendition r)
{
    struct tg_photo *photo = ref->photo;
    struct tg_rendition *grown;
    struct tg_plan_formats formats = {0};

    if (!r.percent) /* a copy is what it is */
        formats = tg_plan_wants(site, photo);
    r.options = ref->options;
    r.lock = ref->lock;
    for (size_t i = 0; i < photo->renditions_len; i++)
        if (photo->renditions[i].req_w == r.req_w && photo->renditions[i].req_h == r.req_h &&
            tg_ref_has(ref, &photo->renditions[i]))
            return NULL;
    if (outputs(photo) + 1 + formats.webp > TG_JOB_OUTPUTS)
        return tg_site_note(site, photo->path,
                            "wanted in more than %d sizes and ways: the rest is skipped",
                            TG_JOB_OUTPUTS);
    grown = tg_grow(photo->renditions, photo->renditions_len, sizeof(*grown));
    if (!grown)
        return tg_err_nomem();
    photo->renditions = grown;
    grown[photo->renditions_len] = r;
    return tg_plan_names(photo, r.options->json, r.lock, formats, &grown[photo->renditions_len++])
               ? NULL
               : tg_err_nomem();
}

static void want(struct planner *p, const struct tg_ref *ref, struct tg_size size)
{
    const struct tg_photo *photo = ref->photo;
    struct tg_rendition r = {.req_w = size.w, .req_h = size.h};
    bool turned = tg_ref_turned(ref);

    if (p->err)
        return;
    tg_fit_inside(turned ? photo->height : photo->width, turned ? photo->width : photo->height,
                  size.w, size.h, &r.width, &r.height);
    p->err = add(p->site, ref, r);
}

/* Named after the size in the file's header, as récitale does, though what is in it is upright. */
static void want_copy(struct planner *p, const struct tg_ref *ref)
{
    const struct tg_photo *photo = ref->photo;
    uint64_t percent = ref->options->resize, w = photo->width, h = photo->height;
    struct tg_rendition r = {
        .original = p->site->original == TG_ORIGINAL_LINK && percent == 100,
        .percent = (uint32_t)percent,
        .req_w = (uint32_t)((photo->turned ? h : w) * percent / 100),
        .req_h = (uint32_t)((photo->turned ? w : h) * percent / 100),
    };

    if (p->err || p->site->original == TG_ORIGINAL_NONE)
        return;
    r.width = tg_ref_turned(ref) || !photo->turned ? r.req_w : r.req_h;
    r.height = tg_ref_turned(ref) || !photo->turned ? r.req_h : r.req_w;
    p->err = add(p->site, ref, r);
}

/* `sizes` of the settings take the place of all others. */
static void want_shown(struct planner *p, const struct tg_ref *ref, uint32_t height)
{
    for (size_t i = 0; i < p->site->sizes.len; i++)
        want(p, ref, p->site->sizes.list[i]);
    if (!p->site->sizes.len)
        want(p, ref, (struct tg_size){0, height});
}

/* For a picture that leads to a larger one. */
static void want_viewer(struct planner *p, const struct tg_ref *ref, uint32_t height)
{
    static const uint32_t larger[] = {TG_LARGER_HEIGHTS};

    want_copy(p, ref);
    for (size_t i = 0; i < sizeof(larger) / sizeof(larger[0]) && !p->site->sizes.len; i++)
        want(p, ref, (struct tg_size){0, larger[i]});
    want_shown(p, ref, height);
}

/* Nothing leads from a video to a larger picture of it. */
static void want_frame(struct planner *p, enum tg_section_type type, const struct tg_ref *ref,
                       bool alone)
{
    bool wide = type == TG_SECTION_FULL_PICTURE || type == TG_SECTION_BORDERED_PICTURE;

    want_shown(p, ref, wide ? TG_HEIGHT_FULL : TG_HEIGHT_GROUP);
    if (type == TG_SECTION_PICTURES_GROUP && alone)
        want_shown(p, ref, TG_HEIGHT_ALONE);
}

/* What plain albums show has its renditions already. */
static bool is_usable(const struct tg_ref *ref)
{
    return ref->options && ref->photo && !ref->photo->failed && ref->photo->width &&
           ref->photo->height;
}

/* Heights that sections show their pictures at, and whether these lead to larger ones. */
static const struct {
    uint32_t height;
    bool leads;
} uses[TG_SECTION_TYPES] = {
    [TG_SECTION_FULL_PICTURE] = {TG_HEIGHT_FULL, false},
    [TG_SECTION_BORDERED_PICTURE] = {TG_HEIGHT_BORDERED, true},
    [TG_SECTION_PICTURES_GROUP] = {TG_HEIGHT_GROUP, true},
    [TG_SECTION_PARAGRAPH] = {TG_HEIGHT_GROUP, true},
    [TG_SECTION_PANORAMA] = {TG_HEIGHT_PANORAMA, false},
};

static void want_section_ref(struct planner *p, enum tg_section_type type, const struct tg_ref *ref,
                             bool alone)
{
    uint32_t height =
        type == TG_SECTION_PICTURES_GROUP && alone ? TG_HEIGHT_ALONE : uses[type].height;

    if (!is_usable(ref))
        return;
    if (ref->medium)
        want_frame(p, type, ref, alone);
    else if (type == TG_SECTION_AUTHOR)
        want(p, ref, (struct tg_size){TG_SIDE_AUTHOR, TG_SIDE_AUTHOR});
    else if (uses[type].leads)
        want_viewer(p, ref, height);
    else if (height)
        want_shown(p, ref, height);
}

/* What basic pages show. */
static void want_basic(struct planner *p, enum tg_section_type type, const struct tg_ref *ref)
{
    if (!is_usable(ref))
        return;
    if (type == TG_SECTION_AUTHOR && !ref->medium)
        want(p, ref, (struct tg_size){TG_SIDE_AUTHOR, TG_SIDE_AUTHOR});
    else if (type == TG_SECTION_PARAGRAPH && !ref->medium)
        want_shown(p, ref, TG_HEIGHT_SMALL);
    else
        want_shown(p, ref, TG_HEIGHT_BASIC);
}

static void want_section(struct planner *p, const struct tg_section *section,
                         const struct tg_node *node)
{
    for (size_t i = 0; i < section->rows_len; i++)
        for (size_t k = 0; k < section->rows[i].len; k++) {
            const struct tg_ref *ref = &section->rows[i].refs[k];

            if (!node->basic)
                want_section_ref(p, section->type, ref, section->rows[i].len == 1);
            if (node->basic || tg_node_has_basic_page(node))
                want_basic(p, section->type, ref);
        }
}

/* The tile of a node on the page above it; the one that is alone in its row is larger, and a basic
 * page has one size. */
static void want_cover(struct planner *p, const struct tg_node *node, bool alone)
{
    if (!is_usable(&node->cover))
        return;
    want_shown(p, &node->cover, TG_HEIGHT_TILE);
    if (node->parent->basic)
        return;
    want_shown(p, &node->cover, alone ? TG_HEIGHT_ALONE : TG_HEIGHT_SMALL);
}

static void want_node(struct planner *p, const struct tg_node *node)
{
    const struct tg_node *lead = tg_site_lead(p->site, node);
    bool alone = (tg_node_listed(node) - (lead != NULL)) % TG_TILES_IN_ROW == 1; /* the first */

    for (size_t i = 0; i < node->sections_len; i++)
        want_section(p, &node->sections[i], node);
    for (size_t i = 0; i < node->children_len; i++) {
        const struct tg_node *child = node->children[i];

        if (child == lead && is_usable(&child->cover)) {
            want_shown(p, &child->cover, TG_HEIGHT_FULL);
        } else if (!child->hidden) {
            if (tg_node_is_open(child, node))
                want_cover(p, child, alone);
            alone = false;
        }
        want_node(p, child);
    }
    if (p->site->look.og && node->parent && !node->lock && is_usable(&node->cover))
        want_shown(p, &node->cover, TG_HEIGHT_TILE);
}

struct tg_err *tg_plan_sections(struct tg_site *site, const struct tg_node *node)
{
    struct planner p = {.site = site};

    want_node(&p, node);
    return p.err;
}
