/* story_pages.c - writing the files of a project's site. */
#include <stdlib.h>
#include <string.h>

#include "core/base/nfc.h"
#include "core/base/path.h"
#include "gallery/model/lock.h"
#include "gallery/model/model.h"
#include "gallery/pages/assets.h"
#include "gallery/pages/page.h"
#include "gallery/pages/story.h"

const struct tg_gallery *tg_project_gallery(const struct tg_gallery *gallery, const char *dir)
{
    const struct tg_gallery *found = tg_nfc_equal(gallery->dir, dir) ? gallery : NULL;

    for (size_t i = 0; i < gallery->children_len && !found; i++)
        found = tg_project_gallery(gallery->children[i], dir);
    return found;
}

/* Puts what the buffer holds at `path` of OUT. */
static struct tg_err *put_buffer(const struct tg_story *story, const struct tg_writer *w,
                                 const char *path)
{
    if (!path || story->out->failed)
        return tg_err_nomem();
    return tg_writer_put(w, path, story->out->data, story->out->len);
}

static void seal(const struct tg_story *story)
{
    struct tg_story aside = *story;
    struct tg_buf up;

    tg_buf_init(&up, TG_BUF_MAX);
    aside.out = &up;
    tg_story_up(&aside);
    tg_lock_seal(story->out, story->gallery->lock,
                 &(struct tg_lock_assets){tg_buf_str(&up), story->style, story->unlock});
    story->out->failed |= up.failed;
    tg_buf_release(&up);
}

static struct tg_err *put_page(const struct tg_story *story, const struct tg_writer *w)
{
    char *path = tg_path_join(story->page, "index.html");
    struct tg_err *err;

    tg_buf_clear(story->out);
    tg_story_begin(story);
    if (story->light)
        tg_story_light(story);
    else if (story->gallery->children_len)
        tg_story_tiles(story);
    else
        tg_story_sections(story);
    tg_story_end(story);
    seal(story); /* before anything is written */
    err = put_buffer(story, w, path);
    free(path);
    return err;
}

struct styles {
    char *full, *light, *viewer, *night, *unlock; /* paths in OUT; owned; NULL: not needed */
};

static struct tg_err *put_light_page(struct tg_story story, const struct tg_writer *w,
                                     const struct styles *styles)
{
    char *page = tg_path_join(story.gallery->dir, "light");
    struct tg_err *err;

    story.page = page;
    story.light = true;
    story.style = styles->light;
    err = page ? put_page(&story, w) : tg_err_nomem();
    free(page);
    return err;
}

static struct tg_err *put_pages(struct tg_story story, const struct tg_writer *w,
                                const struct styles *styles)
{
    const struct tg_gallery *gallery = story.gallery;
    struct tg_err *err;

    story.page = gallery->dir;
    story.light = gallery->light;
    story.style = gallery->light ? styles->light : styles->full;
    story.night = styles->night;
    story.viewer = styles->viewer;
    story.unlock = styles->unlock;
    err = put_page(&story, w);
    if (!err && tg_gallery_has_light_page(gallery))
        err = put_light_page(story, w, styles);
    for (size_t i = 0; i < gallery->children_len && !err; i++) {
        story.gallery = gallery->children[i];
        err = put_pages(story, w, styles);
    }
    return err;
}

static struct tg_err *put_sitemap(const struct tg_story *story, const struct tg_writer *w)
{
    if (!story->root->url || story->home->lock)
        return NULL;
    tg_buf_clear(story->out);
    tg_story_sitemap(story);
    return put_buffer(story, w, "sitemap.xml");
}

static struct tg_err *put_feed(const struct tg_story *story, const struct tg_writer *w)
{
    if (!story->root->rss)
        return NULL;
    tg_buf_clear(story->out);
    tg_story_feed(story);
    return put_buffer(story, w, "feed.xml");
}

/* Whether any page is a light one (`light`), or any is not. */
static bool has_form(const struct tg_gallery *gallery, bool light)
{
    if (gallery->light == light || (light && tg_gallery_has_light_page(gallery)))
        return true;
    for (size_t i = 0; i < gallery->children_len; i++)
        if (has_form(gallery->children[i], light))
            return true;
    return false;
}

static struct tg_err *put_assets(const struct tg_story *story, const struct tg_writer *w,
                                 struct styles *styles)
{
    const struct tg_asset style[] = {tg_asset_style, tg_asset_story};
    struct tg_err *err = NULL;

    if (has_form(story->home, true))
        err = tg_writer_asset(w, "light", ".css", &tg_asset_light, 1, &styles->light);
    if (!err && story->site->project->locks)
        err = tg_writer_asset(w, "unlock", ".js", &tg_asset_unlock, 1, &styles->unlock);
    if (err || !has_form(story->home, false))
        return err;
    err = tg_writer_asset(w, "story", ".css", style, 2, &styles->full);
    if (!err)
        err = tg_writer_asset(w, "viewer", ".js", &tg_asset_viewer, 1, &styles->viewer);
    if (!err && story->root->night_mode)
        err = tg_writer_asset(w, "night", ".js", &tg_asset_night, 1, &styles->night);
    return err;
}

struct tg_err *tg_project_write(const struct tg_site *site, const struct tg_writer *w)
{
    const struct tg_project *project = site->project;
    struct styles styles = {.full = NULL};
    struct tg_buf out;
    struct tg_story story = {.out = &out,
                             .site = site,
                             .root = &project->root,
                             .home = project->home,
                             .gallery = project->home,
                             .page = ""};
    struct tg_err *err;

    tg_buf_init(&out, TG_BUF_MAX);
    err = put_assets(&story, w, &styles);
    if (!err)
        err = tg_project_copy(site, w);
    if (!err)
        err = put_pages(story, w, &styles);
    if (!err)
        err = put_feed(&story, w);
    if (!err)
        err = put_sitemap(&story, w);
    tg_buf_release(&out);
    free(styles.full);
    free(styles.light);
    free(styles.viewer);
    free(styles.night);
    free(styles.unlock);
    return err;
}
