/* build_pages.c - the end of a build: pages, and what is no longer wanted; see build_parts.h. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/path.h"
#include "gallery/model/views.h"
#include "gallery/pages/pages.h"
#include "pipeline/build_parts.h"

/* What Jekyll leaves out of the sites that it makes. */
static bool is_hidden_by_jekyll(const char *path)
{
    for (; path; path = strchr(path, '/') ? strchr(path, '/') + 1 : NULL)
        if (strchr("_#~", *path) && *path)
            return true;
    return false;
}

static struct tg_err *page_written(void *ctx, const char *path)
{
    struct tg_builder *b = ctx;

    if (tg_engine_stopped(&b->engine))
        return tg_err_new(TG_E_STOPPED, NULL, "stopped while pages were written");
    b->hidden_names |= is_hidden_by_jekyll(path);
    return tg_incremental_page(&b->incremental, path);
}

/* Of pages it is known by now. */
static bool has_hidden_names(const struct tg_builder *b)
{
    bool hidden = b->hidden_names;

    for (size_t i = 0; i < b->site->photos_len && !hidden; i++)
        for (size_t j = 0; j < b->jobs[i].outputs_len; j++)
            hidden |= is_hidden_by_jekyll(b->jobs[i].outputs[j].key);
    for (size_t i = 0; i < b->site->media_len && !hidden; i++)
        hidden = is_hidden_by_jekyll(b->site->media[i]->name);
    return hidden;
}

/* GitHub Pages gives sites to Jekyll, unless there is an empty file of this name.  One that is
 * there may be the project's. */
static struct tg_err *want_nojekyll(struct tg_builder *b)
{
    static const char name[] = ".nojekyll";
    char *path = NULL;
    struct tg_output_state row;
    bool there, ours = true;
    struct tg_err *err;

    if (!has_hidden_names(b) && !tg_outdir_is_pages(b->options.out))
        return NULL;
    path = tg_path_join(b->options.out, name);
    if (!path)
        return tg_err_nomem();
    there = access(path, F_OK) == 0;
    err = there ? tg_state_get_output(b->incremental.state, name, &row, &ours)
                : tg_file_put(path, b->dir.tmp, "", 0);
    free(path);
    return err || !ours ? err : tg_incremental_page(&b->incremental, name);
}

static struct tg_err *want_outputs(struct tg_builder *b)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; !err && i < b->site->photos_len; i++)
        for (size_t j = 0; !err && !b->jobs[i].err && j < b->jobs[i].outputs_len; j++)
            err = tg_state_want(b->incremental.state, b->jobs[i].outputs[j].key);
    if (!err)
        err = tg_build_archives_want(b);
    if (!err)
        err = tg_build_avif_want(b);
    return err || b->site->media_len == 0 ? err : tg_build_media_want(&b->media);
}

/* An interruption is no error, but the end of the run. */
static struct tg_err *settle(struct tg_builder *b, struct tg_err *err)
{
    if (!err || tg_err_code(err) != TG_E_STOPPED)
        return err;
    tg_err_free(err);
    b->result->end = TG_RUN_STOPPED;
    return NULL;
}

struct tg_err *tg_build_views(struct tg_builder *b)
{
    struct tg_err *err = tg_site_views(b->site);

    if (!err)
        err = tg_site_views_note(b->site);
    tg_build_report_notes(b);
    return err;
}

struct tg_err *tg_build_pages(struct tg_builder *b)
{
    return settle(b, tg_site_write(b->site, b->dir.tmp, page_written, b));
}

/* The site is complete before the first ZIP file is begun: pages lead to those that are there, and
 * are written anew when others have come. */
static struct tg_err *write_site(struct tg_builder *b)
{
    struct tg_err *err = tg_build_archives_look(b);
    bool made = false;

    if (!err)
        err = tg_site_write(b->site, b->dir.tmp, page_written, b);
    if (!err)
        err = tg_build_archives_make(b, &made);
    return err || !made ? err : tg_site_write(b->site, b->dir.tmp, page_written, b);
}

struct tg_err *tg_build_complete(struct tg_builder *b)
{
    struct tg_err *err = NULL;

    tg_build_avif_offer(b);
    if (tg_build_goes_on(b))
        err = tg_build_views(b);
    if (!err && tg_build_goes_on(b))
        err = settle(b, write_site(b));
    if (!err && tg_build_goes_on(b))
        err = want_nojekyll(b);
    if (!err && tg_build_goes_on(b))
        err = want_outputs(b);
    if (err)
        return err;
    b->result->complete = tg_build_goes_on(b);
    /* An album that could not be read is not gone: nothing becomes stale. */
    return !tg_build_goes_on(b) || b->site->failures_len > b->site->refused
               ? tg_state_save(b->incremental.state)
               : tg_state_end_build(b->incremental.state, &b->result->stale);
}
