/* pages.c - see pages.h. */
#include "gallery/pages/pages.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/base/path.h"
#include "gallery/model/lock.h"
#include "gallery/pages/assets.h"
#include "gallery/pages/coast.h"
#include "gallery/pages/page.h"
#include "gallery/pages/search_index.h"
#include "gallery/pages/themes.h"
#include "gallery/pages/writer.h"

static struct tg_err *put_page(const struct tg_page *page, const struct tg_writer *w)
{
    struct tg_buf *out = page->out;
    char *name = tg_page_name(page->number);
    char *path = name ? tg_path_join(page->dir, name) : NULL;
    struct tg_err *err;

    tg_buf_clear(out);
    tg_page_begin(page);
    if (page->basic) {
        tg_page_basic(page);
    } else {
        if (page->number == 1)
            tg_page_tiles(page);
        if (!page->site->look.story)
            tg_page_map(page);
        tg_page_sections(page);
        if (page->site->look.story)
            tg_page_map(page);
        tg_page_timeline(page);
        tg_page_rows(page);
    }
    tg_page_views(page);
    tg_page_end(page);
    tg_page_seal(page); /* before anything is written */
    if (!path || out->failed)
        err = tg_err_nomem();
    else
        err = tg_writer_put(w, path, out->data, out->len);
    free(path);
    free(name);
    return err;
}

static struct tg_err *put_basic_page(struct tg_page page, const struct tg_writer *w)
{
    char *dir = tg_path_join(page.node->dir, "light");
    struct tg_err *err;

    page.dir = dir;
    page.map = NULL;
    page.basic = true;
    page.number = page.pages = 1;
    page.first = 0;
    page.end = page.node->rows_len;
    err = dir ? put_page(&page, w) : tg_err_nomem();
    free(dir);
    return err;
}

/* The pages of a node and of all below it. */
static struct tg_err *put_pages(struct tg_page page, const struct tg_writer *w)
{
    const struct tg_node *node = page.node;
    size_t capacity = tg_page_capacity(node), len = node->rows_len;
    struct tg_map *map;
    struct tg_err *err = tg_page_map_new(&page, &map);

    page.words = tg_words_of(node->lang);
    page.dir = node->dir;
    page.basic = node->basic;
    if (node->theme)
        page.theme = node->theme;
    if (!page.site->look.story)
        page.summary = tg_summary_of(node);
    if (node->row_size != TG_ROWS_INHERITED)
        page.row_size = node->row_size;
    page.row_height = tg_page_row_height(node, page.row_size);
    page.pages = len > capacity ? (len + capacity - 1) / capacity : node->pages;
    for (page.number = 1; page.number <= page.pages && !err; page.number++) {
        page.first = (page.number - 1) * capacity;
        page.end = len - page.first > capacity ? page.first + capacity : len;
        page.map = page.number == 1 ? map : NULL;
        err = put_page(&page, w);
    }
    tg_page_map_free(map);
    if (!err && tg_node_has_basic_page(node))
        err = put_basic_page(page, w);
    for (size_t i = 0; i < node->children_len && !err; i++) {
        page.node = node->children[i];
        err = put_pages(page, w);
    }
    for (size_t i = 0; i < page.site->views_len && !node->parent && !err; i++) {
        page.node = page.site->views[i];
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

/* What pages of a site need. */
struct needs {
    bool full, basic, sections, proof;
    bool themes[TG_THEMES];     /* of full pages */
    bool viewer, motion_viewer; /* pages have one of them */
    bool map, timeline, views, search;
};

/* Of the node and of all below it; `theme` is that of the node above. */
static void survey(const struct tg_node *node, enum tg_theme theme, struct needs *needs)
{
    bool moves = tg_node_moves(node);

    theme = node->theme ? node->theme : theme;
    needs->themes[theme] |= !node->basic;

    needs->full |= !node->basic;
    needs->basic |= node->basic || tg_node_has_basic_page(node);
    needs->sections |= node->sections_len > 0;
    needs->proof |= !node->basic && node->proofing == TG_SWITCH_ON;
    needs->map |= tg_page_wants_map(node);
    needs->views |= !node->basic && node->view;
    needs->timeline |= tg_page_has_timeline(node);
    needs->motion_viewer |= !node->basic && moves;
    needs->viewer |= !node->basic && !moves && (node->photos_len || node->sections_len);
    for (size_t i = 0; i < node->children_len; i++)
        survey(node->children[i], theme, needs);
}

/* Of what albums have when their owners ask for it. */
static struct tg_err *put_more_assets(const struct needs *needs, const struct tg_writer *w,
                                      struct tg_page_assets *assets)
{
    struct tg_err *err = NULL;

    if (needs->map)
        err = tg_writer_asset(w, "map", ".css", &tg_asset_map_style, 1, &assets->map_style);
    if (!err && needs->timeline)
        err = tg_writer_asset(w, "timeline", ".css", &tg_asset_timeline_style, 1,
                              &assets->timeline_style);
    if (!err && needs->timeline)
        err = tg_writer_asset(w, "timeline", ".js", &tg_asset_timeline, 1, &assets->timeline);
    if (!err && needs->views)
        err = tg_writer_asset(w, "views", ".css", &tg_asset_views_style, 1, &assets->views_style);
    if (!err && needs->proof)
        err = tg_writer_asset(w, "proof", ".css", &tg_asset_proof_style, 1, &assets->proof_style);
    if (!err && needs->proof)
        err = tg_writer_asset(w, "proof", ".js", &tg_asset_proof, 1, &assets->proof);
    if (!err && needs->search)
        err =
            tg_writer_asset(w, "search", ".css", &tg_asset_search_style, 1, &assets->search_style);
    if (!err && needs->search)
        err = tg_writer_asset(w, "found", ".css", &tg_asset_found_style, 1, &assets->found_style);
    if (!err && needs->search)
        err = tg_writer_asset(w, "search", ".js", &tg_asset_search, 1, &assets->search);
    return err;
}

static struct tg_err *put_assets(const struct tg_site *site, const struct tg_writer *w,
                                 struct tg_page_assets *assets)
{
    const struct tg_asset lead[] = {tg_asset_lead, tg_asset_mosaic};
    static const struct tg_asset end = {(const unsigned char *)"}\n", 2};
    const struct tg_asset viewer[] = {tg_asset_viewer, end};
    const struct tg_asset motion_viewer[] = {tg_asset_viewer, tg_asset_motion_photos, end};
    /* The menu and links to share are of that style too. */
    struct needs needs = {.sections = site->look.story || site->look.menu_len || site->look.share};
    struct tg_err *err = NULL;

    survey(site->root, TG_THEME_PAPER, &needs);
    for (size_t i = 0; i < site->views_len; i++)
        survey(site->views[i], site->root->theme, &needs);
    needs.search = needs.full && tg_search_is_wanted(site);
    if (needs.basic)
        err = tg_writer_asset(w, "light", ".css", &tg_asset_light, 1, &assets->basic_style);
    if (!err && site->locks)
        err = tg_writer_asset(w, "unlock", ".js", &tg_asset_unlock, 1, &assets->unlock);
    /* It answers for what is below its own folder. */
    if (!err && site->locks)
        err = tg_writer_put(w, TG_WORKER_JS, tg_asset_sw.data, tg_asset_sw.len);
    if (!err)
        err = tg_themes_write(site, w, needs.themes, needs.sections, assets->styles);
    if (!err && !site->root->basic && site->look.front == TG_FRONT_LEAD)
        err = tg_writer_asset(w, "lead", ".css", lead, site->look.story ? 1 : 2, &assets->front);
    if (!err && !site->root->basic && site->look.front == TG_FRONT_TIMELINE)
        err = tg_writer_asset(w, "years", ".css", &tg_asset_years, 1, &assets->front);
    if (!err && needs.full && (needs.viewer || !needs.motion_viewer))
        err = tg_writer_asset(w, "viewer", ".js", viewer, 2, &assets->viewer);
    if (!err && needs.motion_viewer)
        err = tg_writer_asset(w, "viewer", ".js", motion_viewer, 3, &assets->motion_viewer);
    if (!err && needs.full && site->look.night_mode)
        err = tg_writer_asset(w, "night", ".js", &tg_asset_night, 1, &assets->night);
    return err ? err : put_more_assets(&needs, w, assets);
}

static struct tg_err *put_keys(const struct tg_page *page, const struct tg_writer *w)
{
    struct tg_err *err = NULL;

    for (const struct tg_lock *lock = page->site->locks; lock && !err; lock = lock->next) {
        char *name = tg_page_key_name(lock);

        tg_buf_clear(page->out);
        tg_page_key(lock, page->out);
        err = !name || page->out->failed ? tg_err_nomem()
                                         : tg_writer_put(w, name, page->out->data, page->out->len);
        free(name);
    }
    return err;
}

/* Files of SRC that go to the site as they are. */
static struct tg_err *copy_files(const struct tg_site *site, const struct tg_writer *w)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < site->files_len && !err; i++) {
        const struct tg_site_file *file = &site->files[i];
        struct stat st;
        int fd = tg_enclosure_find(&site->source, file->from, TG_WANT_FILE, &st, NULL);

        if (fd < 0)
            return tg_enclosure_err(errno, file->from);
        err = tg_writer_copy(w, fd, file->from, file->to);
        close(fd);
    }
    return err;
}

static struct tg_err *put_site(struct tg_page *page, const struct tg_writer *w)
{
    const struct tg_site *site = page->site;
    struct tg_err *err = copy_files(site, w);

    if (!err)
        err = put_keys(page, w);
    if (!err)
        err = put_pages(*page, w);
    if (!err && page->assets->search)
        err = tg_search_write(page, w);
    if (!err && site->look.rss)
        err = put_file(page, w, "feed.xml", tg_page_feed);
    if (!err && site->url && !site->root->lock)
        err = put_file(page, w, "sitemap.xml", tg_page_sitemap);
    return err;
}

struct tg_err *tg_site_write(const struct tg_site *site, const char *tmpdir,
                             struct tg_err *(*written)(void *ctx, const char *path), void *ctx)
{
    const struct tg_writer w = {site->out, tmpdir, written, ctx};
    struct tg_page_assets assets = {.viewer = NULL};
    struct tg_buf out;
    struct tg_page page = {.out = &out,
                           .site = site,
                           .node = site->root,
                           .dir = "",
                           .theme = TG_THEME_PAPER,
                           .assets = &assets};
    struct tg_coast coast = {.spots = NULL};
    struct tg_err *err = put_assets(site, &w, &assets);

    tg_buf_init(&out, TG_BUF_MAX);
    if (!err && assets.map_style) {
        err = tg_coast_load(&coast);
        page.coast = &coast;
    }
    if (!err)
        err = put_site(&page, &w);
    tg_coast_release(&coast);
    tg_buf_release(&out);
    for (size_t i = 0; i < TG_THEMES; i++)
        free(assets.styles[i]);
    free(assets.front);
    free(assets.basic_style);
    free(assets.viewer);
    free(assets.motion_viewer);
    free(assets.night);
    free(assets.proof);
    free(assets.proof_style);
    free(assets.unlock);
    free(assets.map_style);
    free(assets.timeline_style);
    free(assets.timeline);
    free(assets.search);
    free(assets.search_style);
    free(assets.found_style);
    free(assets.views_style);
    return err;
}
