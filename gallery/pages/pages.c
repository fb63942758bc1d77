/* pages.c - writing the site's files; see site.h. */
#include <stdlib.h>

#include "core/base/file.h"
#include "core/base/path.h"
#include "gallery/model/model.h"
#include "gallery/model/site.h"
#include "gallery/pages/assets.h"
#include "gallery/pages/page.h"
#include "gallery/pages/story.h"
#include "gallery/pages/writer.h"

static struct tg_err *put_page(const struct tg_page *page, const struct tg_writer *w)
{
    struct tg_buf *out = page->out;
    char *name = tg_page_name(page->number);
    char *path = name ? tg_path_join(page->album->dir, name) : NULL;
    struct tg_err *err;

    tg_buf_clear(out);
    tg_page_begin(page);
    tg_page_album(page);
    tg_page_end(page);
    tg_page_seal(page);
    if (!path || out->failed)
        err = tg_err_nomem();
    else
        err = tg_writer_put(w, path, out->data, out->len);
    free(path);
    free(name);
    return err;
}

/* The pages of an album and of all below it. */
static struct tg_err *put_pages(struct tg_page page, const struct tg_writer *w)
{
    const struct tg_album *album = page.album;
    size_t per_page = tg_album_per_page(album), len = album->photos_len;
    struct tg_err *err = NULL;

    page.summary = tg_album_summary(album);
    page.row_height = tg_page_row_height(album);
    page.pages = len > per_page ? (len + per_page - 1) / per_page : 1;
    for (page.number = 1; page.number <= page.pages && !err; page.number++) {
        page.first = (page.number - 1) * per_page;
        page.end = len - page.first > per_page ? page.first + per_page : len;
        err = put_page(&page, w);
    }

    for (size_t i = 0; i < album->albums_len && !err; i++) {
        page.album = album->albums[i];
        err = put_pages(page, w);
    }
    return err;
}

/* A file for machines. */
static struct tg_err *put_file(const struct tg_page *page, const struct tg_writer *w,
                               const char *name, void (*write)(const struct tg_page *page))
{
    tg_buf_clear(page->out);
    write(page);
    return page->out->failed ? tg_err_nomem()
                             : tg_writer_put(w, name, page->out->data, page->out->len);
}

static struct tg_err *put_site(struct tg_page *page, const struct tg_writer *w)
{
    char *style = NULL, *viewer = NULL, *unlock = NULL;
    struct tg_err *err = tg_writer_asset(w, "style", ".css", &tg_asset_style, 1, &style);

    if (!err)
        err = tg_writer_asset(w, "viewer", ".js", &tg_asset_viewer, 1, &viewer);
    if (!err && page->site->locks)
        err = tg_writer_asset(w, "unlock", ".js", &tg_asset_unlock, 1, &unlock);
    page->style = style;
    page->viewer = viewer;
    page->unlock = unlock;
    if (!err)
        err = put_pages(*page, w);
    if (!err && tg_site_is_announced(page->site))
        err = put_file(page, w, "sitemap.xml", tg_page_sitemap);
    if (!err && tg_site_is_announced(page->site))
        err = put_file(page, w, "feed.xml", tg_page_feed);
    free(style);
    free(viewer);
    free(unlock);
    return err;
}

struct tg_err *tg_site_write(const struct tg_site *site, const char *tmpdir,
                             struct tg_err *(*written)(void *ctx, const char *path), void *ctx)
{
    const struct tg_writer w = {site->out, tmpdir, written, ctx};
    struct tg_buf out;
    struct tg_page page = {.out = &out, .site = site, .album = site->root};
    struct tg_err *err;

    if (site->project)
        return tg_project_write(site, &w);
    tg_buf_init(&out, TG_BUF_MAX);
    err = put_site(&page, &w);
    tg_buf_release(&out);
    return err;
}
