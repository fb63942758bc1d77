/* project_plan.c - which renditions a project's pages want: the sizes that récitale's exposure theme
 * asks for, or those of `settings: sizes:`, each once for a file and its options. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/fit.h"
#include "core/base/grow.h"
#include "core/base/limits.h"
#include "core/base/path.h"
#include "gallery/model/lock.h"
#include "gallery/model/model.h"
#include "gallery/plan/plan.h"
#include "gallery/settings/project.h"

static const struct tg_size viewer[] = {{0, 450}, {0, 800}, {0, 1366}, {0, 1920}};

struct planner {
    const struct tg_project *project;
    struct tg_site *site;
    struct tg_err *err; /* the first one */
};

static bool same_rendition(const struct tg_rendition *a, const struct tg_rendition *b)
{
    return a->req_w == b->req_w && a->req_h == b->req_h && a->lock == b->lock &&
           (a->options == b->options || strcmp(a->options->json, b->options->json) == 0);
}

static size_t outputs(const struct tg_photo *photo)
{
    size_t n = photo->renditions_len;

    for (size_t i = 0; i < photo->renditions_len; i++)
        n += photo->renditions[i].webp != NULL;
    return n;
}

static struct tg_err *add(struct tg_site *site, const struct tg_shot *shot, struct tg_rendition r)
{
    struct tg_photo *photo = shot->photo;
    struct tg_rendition *grown;
    bool webp = !r.percent && tg_plan_wants_webp(site, photo); /* a copy is what it is */

    r.options = shot->options;
    r.lock = shot->lock;
    for (size_t i = 0; i < photo->renditions_len; i++)
        if (same_rendition(&photo->renditions[i], &r))
            return NULL;
    if (outputs(photo) + 1 + webp > TG_JOB_OUTPUTS)
        return tg_site_note(site, photo->path,
                            "wanted in more than %d sizes and ways: the rest is left out",
                            TG_JOB_OUTPUTS);
    grown = tg_grow(photo->renditions, photo->renditions_len, sizeof(*grown));
    if (!grown)
        return tg_err_nomem();
    photo->renditions = grown;
    r.name =
        tg_lock_name(r.lock, photo->dir, tg_plan_name(photo, r.options->json, r.req_w, r.req_h));
    if (webp)
        r.webp = tg_lock_name(r.lock, photo->dir,
                              tg_plan_webp_name(photo, r.options->json, r.req_w, r.req_h));
    grown[photo->renditions_len++] = r;
    return r.name && (!webp || r.webp) ? NULL : tg_err_nomem();
}

static bool is_turned(const struct tg_shot *shot)
{
    return shot->photo->turned && !shot->options->auto_orient;
}

static void want(struct planner *p, const struct tg_shot *shot, struct tg_size size)
{
    const struct tg_photo *photo = shot->photo;
    struct tg_rendition r = {.req_w = size.w, .req_h = size.h};
    bool turned = is_turned(shot);

    if (p->err)
        return;
    tg_fit_inside(turned ? photo->height : photo->width, turned ? photo->width : photo->height,
                  size.w, size.h, &r.width, &r.height);
    p->err = add(p->site, shot, r);
}

/* Named after the size in the file's header, as récitale does, though what is in it is upright. */
static void want_copy(struct planner *p, const struct tg_shot *shot)
{
    const struct tg_photo *photo = shot->photo;
    uint64_t percent = shot->options->resize, w = photo->width, h = photo->height;
    struct tg_rendition r = {
        .original = p->project->root.original == TG_ORIGINAL_LINK && percent == 100,
        .percent = (uint32_t)percent,
        .req_w = (uint32_t)((photo->turned ? h : w) * percent / 100),
        .req_h = (uint32_t)((photo->turned ? w : h) * percent / 100),
    };

    if (p->err || p->project->root.original == TG_ORIGINAL_NONE)
        return;
    r.width = is_turned(shot) || !photo->turned ? r.req_w : r.req_h;
    r.height = is_turned(shot) || !photo->turned ? r.req_h : r.req_w;
    p->err = add(p->site, shot, r);
}

static void want_all(struct planner *p, const struct tg_shot *shot, const struct tg_size *sizes,
                     size_t len)
{
    for (size_t i = 0; i < len; i++)
        want(p, shot, sizes[i]);
}

/* `sizes` of the settings take the place of all others. */
static void want_shown(struct planner *p, const struct tg_shot *shot, uint32_t height)
{
    const struct tg_root *root = &p->project->root;

    if (root->sizes_len)
        want_all(p, shot, root->sizes, root->sizes_len);
    else
        want(p, shot, (struct tg_size){0, height});
}

/* For a picture that leads to a larger one. */
static void want_viewer(struct planner *p, const struct tg_shot *shot, uint32_t height)
{
    want_copy(p, shot);
    if (!p->project->root.sizes_len)
        want_all(p, shot, viewer, sizeof(viewer) / sizeof(viewer[0]));
    want_shown(p, shot, height);
}

/* Nothing leads from a film to a larger picture of it. */
static void want_frame(struct planner *p, enum tg_section_type type, const struct tg_shot *shot,
                       bool alone)
{
    bool wide = type == TG_SECTION_FULL_PICTURE || type == TG_SECTION_BORDERED_PICTURE;

    want_shown(p, shot, wide ? 2000 : 600);
    if (type == TG_SECTION_PICTURES_GROUP && alone)
        want_shown(p, shot, 1366);
}

static bool is_usable(const struct tg_shot *shot)
{
    return shot->photo && !shot->photo->failed && shot->photo->width && shot->photo->height;
}

static void want_section_shot(struct planner *p, enum tg_section_type type,
                              const struct tg_shot *shot, bool alone)
{
    if (!is_usable(shot))
        return;
    if (shot->medium) {
        want_frame(p, type, shot, alone);
        return;
    }
    switch (type) {
    case TG_SECTION_FULL_PICTURE:
        want_shown(p, shot, 2000);
        break;
    case TG_SECTION_PANORAMA:
        want_shown(p, shot, 800);
        break;
    case TG_SECTION_AUTHOR:
        want(p, shot, (struct tg_size){400, 400});
        break;
    case TG_SECTION_BORDERED_PICTURE:
        want_viewer(p, shot, 1920);
        break;
    case TG_SECTION_PICTURES_GROUP:
        want_viewer(p, shot, alone ? 1366 : 600);
        break;
    case TG_SECTION_PARAGRAPH:
        want_viewer(p, shot, 600);
        break;
    case TG_SECTION_AUDIO:
    case TG_SECTION_TEXT:
    case TG_SECTION_QUOTE:
    case TG_SECTION_HTML:
    case TG_SECTION_IFRAME:
    case TG_SECTION_TYPES:
        break;
    }
}

/* What light pages show besides: sections with a viewer have what they need. */
static void want_light(struct planner *p, enum tg_section_type type, const struct tg_shot *shot)
{
    if (!is_usable(shot))
        return;
    if (type == TG_SECTION_PARAGRAPH && !shot->medium)
        want_shown(p, shot, 150);
    else if (type != TG_SECTION_AUTHOR)
        want_shown(p, shot, 800);
}

static void want_section(struct planner *p, const struct tg_section *section, bool light)
{
    for (size_t i = 0; i < section->rows_len; i++)
        for (size_t k = 0; k < section->rows[i].len; k++) {
            want_section_shot(p, section->type, &section->rows[i].shots[k],
                              section->rows[i].len == 1);
            if (light)
                want_light(p, section->type, &section->rows[i].shots[k]);
        }
}

/* The tile of a gallery on the page above it; the one that is alone in its row is larger. */
static void want_cover(struct planner *p, const struct tg_gallery *gallery, bool alone)
{
    if (!gallery->cover || !is_usable(gallery->cover))
        return;
    want_shown(p, gallery->cover, 900);
    want_shown(p, gallery->cover, alone ? 1366 : 150);
}

bool tg_gallery_has_light_page(const struct tg_gallery *gallery)
{
    return gallery->light_mode && !gallery->light && gallery->parent && gallery->children_len == 0;
}

size_t tg_gallery_tiles(const struct tg_gallery *gallery)
{
    size_t tiles = 0;

    for (size_t i = 0; i < gallery->children_len; i++)
        tiles += gallery->children[i]->is_public;
    return tiles;
}

static void want_gallery(struct planner *p, const struct tg_gallery *gallery)
{
    bool alone = tg_gallery_tiles(gallery) % TG_TILES_IN_ROW == 1; /* the first one */
    bool light = gallery->light || tg_gallery_has_light_page(gallery);

    for (size_t i = 0; i < gallery->sections_len; i++)
        want_section(p, &gallery->sections[i], light);
    for (size_t i = 0; i < gallery->children_len; i++) {
        if (gallery->children[i]->is_public) {
            if (tg_gallery_is_open(gallery->children[i], gallery))
                want_cover(p, gallery->children[i], alone);
            alone = false;
        }
        want_gallery(p, gallery->children[i]);
    }
    if (p->project->root.og && gallery->parent && !gallery->lock && gallery->cover &&
        is_usable(gallery->cover))
        want_shown(p, gallery->cover, 900);
}

struct tg_err *tg_project_plan(struct tg_site *site)
{
    struct planner p = {.project = site->project, .site = site};

    for (size_t i = 0; i < site->media_len && !p.err; i++)
        p.err = tg_plan_medium(site->media[i]);
    want_gallery(&p, site->project->home);
    return p.err;
}

const struct tg_rendition *tg_shot_rendition(const struct tg_shot *shot, uint32_t w, uint32_t h)
{
    const struct tg_rendition wanted = {
        .req_w = w, .req_h = h, .options = shot->options, .lock = shot->lock};

    for (size_t i = 0; shot->photo && i < shot->photo->renditions_len; i++)
        if (!shot->photo->renditions[i].percent &&
            same_rendition(&shot->photo->renditions[i], &wanted))
            return &shot->photo->renditions[i];
    return NULL;
}
