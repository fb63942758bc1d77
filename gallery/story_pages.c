/* story_pages.c - writing the files of a project's site. */
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "gallery/assets.h"
#include "gallery/model.h"
#include "gallery/page.h"
#include "gallery/story.h"

bool tg_project_has_gallery(const struct tg_gallery *gallery, const char *dir)
{
    if (strcmp(gallery->dir, dir) == 0)
        return true;
    for (size_t i = 0; i < gallery->children_len; i++)
        if (tg_project_has_gallery(gallery->children[i], dir))
            return true;
    return false;
}

/* Puts what the buffer holds at `path` of OUT. */
static struct tg_err *put_buffer(const struct tg_story *story, const struct tg_writer *w,
                                 const char *path)
{
    if (!path || story->out->failed)
        return tg_err_nomem();
    return tg_writer_put(w, path, story->out->data, story->out->len);
}

static struct tg_err *put_page(const struct tg_story *story, const struct tg_writer *w)
{
    char *path = tg_path_join(story->gallery->dir, "index.html");
    struct tg_err *err;

    tg_buf_clear(story->out);
    tg_story_begin(story);
    if (story->gallery->children_len)
        tg_story_tiles(story);
    else
        tg_story_sections(story);
    tg_story_end(story);
    err = put_buffer(story, w, path);
    free(path);
    return err;
}

static struct tg_err *put_pages(struct tg_story story, const struct tg_writer *w)
{
    const struct tg_gallery *gallery = story.gallery;
    struct tg_err *err = put_page(&story, w);

    for (size_t i = 0; i < gallery->children_len && !err; i++) {
        story.gallery = gallery->children[i];
        err = put_pages(story, w);
    }
    return err;
}

static struct tg_err *put_feed(const struct tg_story *story, const struct tg_writer *w)
{
    if (!story->root->rss)
        return NULL;
    tg_buf_clear(story->out);
    tg_story_feed(story);
    return put_buffer(story, w, "feed.xml");
}

static struct tg_err *put_assets(const struct tg_story *story, const struct tg_writer *w,
                                 char *paths[3])
{
    const struct tg_asset style[] = {tg_asset_style, tg_asset_story};
    struct tg_err *err = tg_writer_asset(w, "story", ".css", style, 2, &paths[0]);

    if (!err)
        err = tg_writer_asset(w, "viewer", ".js", &tg_asset_viewer, 1, &paths[1]);
    if (!err && story->root->night_mode)
        err = tg_writer_asset(w, "night", ".js", &tg_asset_night, 1, &paths[2]);
    return err;
}

struct tg_err *tg_project_write(const struct tg_site *site, const struct tg_writer *w)
{
    const struct tg_project *project = site->project;
    struct tg_buf out;
    struct tg_story story = {.out = &out,
                             .site = site,
                             .root = &project->root,
                             .home = project->home,
                             .gallery = project->home};
    char *paths[3] = {NULL};
    struct tg_err *err;

    tg_buf_init(&out, TG_BUF_MAX);
    err = put_assets(&story, w, paths);
    story.style = paths[0];
    story.viewer = paths[1];
    story.night = paths[2];
    if (!err)
        err = tg_project_copy(site, w);
    if (!err)
        err = put_pages(story, w);
    if (!err)
        err = put_feed(&story, w);
    tg_buf_release(&out);
    for (size_t i = 0; i < 3; i++)
        free(paths[i]);
    return err;
}
