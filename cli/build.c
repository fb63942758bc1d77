/* build.c - a build from beginning to end: joins the site model to the engine; see build.h. */
#include "cli/build.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli_project.h"
#include "core/base/file.h"
#include "core/base/path.h"
#include "core/incremental/outdir.h"
#include "core/incremental/update.h"
#include "gallery/model/site.h"
#include "gallery/pages/pages.h"
#include "gallery/plan/plan.h"

static void build_release(struct cli_build *b)
{
    cli_media_release(&b->media);
    tg_runner_free(b->runner);
    tg_state_free(b->update.state);
    tg_outdir_release(&b->dir);
    if (b->jobs)
        tg_jobs_free(b->jobs, b->site->photos_len);
    tg_site_free(b->site);
    free(b->out);
    free(b->shares);
    free(b->groups);
    tg_shard_note_release(&b->note);
}

static struct tg_err *load_site(struct cli_build *b)
{
    const struct cli_options *o = b->options;
    const struct tg_scan_rules rules = {.include = o->include,
                                        .include_len = o->include_len,
                                        .exclude = o->exclude,
                                        .exclude_len = o->exclude_len,
                                        .films = cli_media_ffmpeg(),
                                        .follow_links = o->follow_links};
    struct tg_err *err;
    bool is_project = false;
    DIR *d = opendir(b->src);

    if (!d)
        return tg_err_sys(errno, b->src, "cannot open the folder of photos");
    closedir(d);
    err = cli_project_exists(b->src, &is_project);
    if (err)
        return err;
    if (!is_project)
        return cli_tree_scan(b->src, b->out, &rules, &b->site);
    if (rules.include_len || rules.exclude_len)
        return tg_err_new(TG_E_USAGE, b->src,
                          "--include and --exclude are for plain folders: this one has a "
                          "settings.yaml, which names its pictures");
    return cli_project_load(b->src, b->out, o->follow_links, &b->site);
}

/* Without --dry-run: locks OUT and opens what earlier builds left. */
static struct tg_err *open_state(struct cli_build *b)
{
    struct tg_err *err = tg_outdir_lock(&b->dir, b->out, cli_say_waiting);
    const struct tg_state_place place = {.dir = b->dir.state,
                                         .out = b->out,
                                         .journal = b->options->shard.count ? TG_STATE_ROLLBACK
                                                                            : TG_STATE_AHEAD,
                                         .aside = cli_say_aside};
    char *root = NULL;

    if (!err && b->options->shard.count)
        err = cli_shard_begin(b);
    if (err)
        return err;
    b->update = (struct tg_update){.out = b->out,
                                   .tmpdir = b->dir.tmp,
                                   .source = &b->site->source,
                                   .verify = b->options->verify,
                                   .places = b->site->look.map};
    err = tg_state_open(&place, &b->update.state);
    if (!err && (root = tg_path_absolute(b->src)))
        err = tg_state_set_root(b->update.state, root);
    free(root);
    return err;
}

static struct tg_err *rendered(void *ctx, const struct tg_job *job)
{
    struct cli_build *b = ctx;

    return b->update.state ? tg_update_rendered(&b->update, job) : NULL;
}

static struct tg_err *changed(void *ctx, struct tg_job *job);

/* Before anything is read: workers are to know nothing of what is read then. */
static struct tg_err *new_runner(struct cli_build *b)
{
    const struct cli_options *o = b->options;
    struct tg_runner_options ro = {.workers = o->jobs,
                                   .stop_fd = -1,
                                   .strict = o->strict,
                                   .timeout_ms = o->timeout_s * 1000,
                                   .memory = o->memory,
                                   .max_load = o->max_load,
                                   .jobs_each = o->isolate_photos,
                                   .limits = {o->max_pixels},
                                   .kernels = &b->kernels,
                                   .rendered = rendered,
                                   .changed = changed,
                                   .rendered_ctx = b,
                                   .progress = cli_progress_step,
                                   .progress_ctx = &b->progress};

    tg_kernels_init(&b->kernels, o->cpu_mask);
    return tg_runner_new(&ro, &b->runner);
}

/* There is something to do. */
static struct tg_err *ready_runner(struct cli_build *b)
{
    int stop_fd = -1;
    struct tg_err *err;

    if (b->ready)
        return NULL;
    b->ready = true;
    err = cli_signals_init(&stop_fd);
    cli_note_sandbox(b->options);
    tg_runner_ready(b->runner, stop_fd, &b->site->source, b->dir.tmp);
    return err;
}

/* A job per photo, with what the state knows of it. */
static struct tg_err *make_jobs(struct cli_build *b)
{
    struct tg_site *site = b->site;
    struct tg_err *err = NULL;

    b->jobs = calloc(site->photos_len + 1, sizeof(*b->jobs));
    if (!b->jobs)
        return tg_err_nomem();
    for (size_t i = 0; i < site->photos_len && !err; i++) {
        struct tg_job *job = &b->jobs[i];

        job->src = tg_path_join(b->src, site->photos[i]->path);
        job->key = site->photos[i]->path;
        job->bytes = site->photos[i]->bytes;
        err = job->src ? cli_group_photo(b, site->photos[i], job) : tg_err_nomem();
        job->probed = !cli_shard_has(b, i);
        if (!err && !job->probed && b->update.state && !site->photos[i]->is_frame)
            err = tg_update_probe(&b->update, job);
    }
    return err;
}

/* Whether films and sounds are made here. */
static bool has_media(const struct cli_build *b)
{
    return b->update.state && b->site->media_len && !b->options->shard.count;
}

/* With --strict, what failed before or beside a run ends it. */
static void count_media(struct cli_build *b, size_t before)
{
    b->failed += b->media.failed - before;
    if (b->media.failed > before && b->options->strict && b->end == TG_RUN_DONE)
        b->end = TG_RUN_STRICT;
}

/* Films are looked at through their first frames, which need a place in OUT. */
static struct tg_err *order_frames(struct cli_build *b)
{
    struct tg_err *err;

    for (size_t i = 0; !b->update.state && i < b->site->photos_len; i++)
        b->jobs[i].probed |= b->site->photos[i]->is_frame;
    if (!has_media(b))
        return NULL;
    b->media = (struct cli_media){.options = b->options,
                                  .src = b->src,
                                  .out = b->out,
                                  .tmpdir = b->dir.tmp,
                                  .state_dir = b->dir.state,
                                  .update = &b->update,
                                  .site = b->site,
                                  .jobs = b->jobs,
                                  .progress = &b->progress};
    err = cli_media_order_frames(&b->media);
    count_media(b, 0);
    return err;
}

/* Runs `n` photos through the workers, and ffmpeg beside them. */
static struct tg_err *run(struct cli_build *b, const char *verb, size_t n, bool rendering)
{
    size_t before = b->media.failed;
    struct tg_err *err;

    if (b->end != TG_RUN_DONE || (n == 0 && !b->media.tools))
        return NULL;
    cli_progress_init(&b->progress, b->options, verb, n);
    b->progress.report = rendering;
    err = ready_runner(b);
    if (!err)
        err = (rendering ? tg_runner_render : tg_runner_probe)(
            b->runner, b->jobs, b->site->photos_len, b->media.tools, &b->end);
    cli_progress_end(&b->progress);
    b->failed += b->progress.failed;
    b->damaged += b->progress.damaged;
    count_media(b, before);
    return err;
}

/* Moves the texts, which the state has by now. */
static void take_facts(struct tg_photo *photo, struct tg_facts *facts, bool places)
{
    tg_about_release(&photo->about);
    photo->about = (struct tg_about){.title = facts->text[TG_FACT_TITLE],
                                     .description = facts->text[TG_FACT_DESCRIPTION],
                                     .camera = facts->text[TG_FACT_CAMERA],
                                     .lens = facts->text[TG_FACT_LENS],
                                     .exposure = facts->text[TG_FACT_EXPOSURE],
                                     .located = places && facts->located,
                                     .latitude_e6 = facts->latitude_e6,
                                     .longitude_e6 = facts->longitude_e6};
    *facts = (struct tg_facts){0};
}

static void take_tint(struct tg_photo *photo, const struct tg_tint *tint)
{
    photo->has_tint = tint->known;
    memcpy(photo->tint, tint->rgb, sizeof(photo->tint));
}

static void take_info(struct tg_photo *photo, const struct tg_job *job)
{
    const struct tg_info *info = &job->info;
    bool swap = tg_orientation_swaps(info->orientation);

    photo->failed = job->err != NULL;
    photo->turned = swap;
    photo->width = swap ? info->height : info->width;
    photo->height = swap ? info->width : info->height;
    memcpy(photo->date, info->date, sizeof(photo->date));
    photo->new_ext = info->format == TG_GIF ? ".png" : info->format == TG_TIFF ? ".jpg" : NULL;
}

/* What was found out of each photo, for the state and for the site. */
static struct tg_err *take_probed(struct cli_build *b)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; !err && i < b->site->photos_len; i++) {
        struct tg_job *job = &b->jobs[i];

        if (job->origin && !job->probed && job->done && !job->err)
            err = cli_media_date(&b->media, job);
        if (!err && b->update.state && !job->probed && job->done && !job->err)
            err = tg_update_probed(&b->update, job);
        if (job->origin)
            job->hash = job->origin->hash;
        take_info(b->site->photos[i], job);
        take_facts(b->site->photos[i], &job->facts, b->site->look.map);
    }
    return err;
}

static struct tg_err *probe_unknown(struct cli_build *b)
{
    size_t unknown = 0;

    for (size_t i = 0; i < b->site->photos_len; i++)
        unknown += !b->jobs[i].probed && !b->jobs[i].err;
    return run(b, "reading", unknown, false);
}

static struct tg_err *probe(struct cli_build *b)
{
    struct tg_err *err = make_jobs(b);

    if (!err && b->merge)
        err = cli_merge_photos(b);
    if (!err)
        err = order_frames(b);
    if (!err)
        err = probe_unknown(b);
    if (!err && b->media.orders) {
        cli_media_release(&b->media);
        err = b->end == TG_RUN_DONE ? cli_media_take_frames(&b->media) : NULL;
        if (!err)
            err = probe_unknown(b); /* the frames */
    }
    return err || b->end != TG_RUN_DONE ? err : take_probed(b);
}

/* Plain albums are for looking at: 4:2:0 unless asked otherwise, progressive. */
static struct tg_output_spec page_spec(const struct cli_options *o, const struct tg_rendition *r,
                                       bool is_frame)
{
    struct tg_output_spec spec = o->spec;

    spec.geometry = (struct tg_geometry){
        .kind = TG_GEO_BOX, .fit = TG_FIT_INSIDE, .w = r->req_w, .h = r->req_h};
    spec.jpeg_mode = TG_JPEG_PROGRESSIVE;
    if (r->original)
        spec.geometry.kind = TG_GEO_ORIGINAL;
    if (r->options)
        cli_project_spec(o, r, &spec);
    if (is_frame)
        spec.target = TG_TARGET_JPEG;
    return spec;
}

/* Adds the output `name`, in the folder of the photo's album. */
static struct tg_err *add_output(struct cli_build *b, const struct tg_photo *photo,
                                 const struct tg_rendition *r, const char *name, struct tg_job *job,
                                 struct tg_output_spec spec)
{
    struct tg_job_output *out = &job->outputs[job->outputs_len++];
    char *dir = tg_path_join(b->out, photo->dir);

    out->path = dir ? tg_path_join(dir, name) : NULL;
    free(dir);
    if (!out->path)
        return tg_err_nomem();
    out->key =
        out->path + strlen(out->path) - strlen(name) - (*photo->dir ? strlen(photo->dir) + 1 : 0);
    out->spec = spec;
    return cli_group_output(b, photo, r, out);
}

static struct tg_err *add_outputs(struct cli_build *b, const struct tg_photo *photo,
                                  struct tg_job *job)
{
    struct tg_err *err = NULL;

    job->outputs = calloc(2 * photo->renditions_len, sizeof(*job->outputs));
    if (!job->outputs)
        return tg_err_nomem();
    for (size_t i = 0; i < photo->renditions_len && !err; i++) {
        const struct tg_rendition *r = &photo->renditions[i];
        struct tg_output_spec spec = page_spec(b->options, r, photo->is_frame);

        err = add_output(b, photo, r, r->name, job, spec);
        spec.target = TG_TARGET_WEBP;
        if (r->webp && !err)
            err = add_output(b, photo, r, r->webp, job, spec);
    }
    return err;
}

static struct tg_err *plan(struct cli_build *b)
{
    struct tg_err *err;

    b->site->originals = b->options->original;
    err = tg_site_plan(b->site);
    cli_build_print_notes(b);
    for (size_t i = 0; !err && i < b->site->photos_len; i++)
        if (!b->jobs[i].err && b->site->photos[i]->renditions_len)
            err = add_outputs(b, b->site->photos[i], &b->jobs[i]);
    for (size_t i = 0; !err && b->update.state && i < b->site->photos_len; i++)
        if (b->jobs[i].outputs_len) {
            err = tg_update_plan(&b->update, &b->jobs[i]);
            b->fresh += b->jobs[i].fresh;
        }
    if (!err && b->merge)
        err = cli_merge_pictures(b);
    for (size_t i = 0; !err && i < b->site->photos_len; i++)
        take_tint(b->site->photos[i], &b->jobs[i].tint);
    return err;
}

/* Pictures, and beside them films and sounds. */
static struct tg_err *render(struct cli_build *b)
{
    size_t n = 0, before = b->media.failed;
    struct tg_err *err = has_media(b) ? cli_media_order(&b->media) : NULL;

    count_media(b, before);
    for (size_t i = 0; i < b->site->photos_len; i++)
        n += b->jobs[i].outputs_len > 0 && !b->jobs[i].fresh;
    if (!err)
        err = run(b, "rendering", n, true);
    cli_media_release(&b->media);
    b->outputs += b->media.made;
    for (size_t i = 0; i < b->site->photos_len; i++) {
        b->site->photos[i]->failed = b->jobs[i].err != NULL;
        take_tint(b->site->photos[i], &b->jobs[i].tint);
        b->outputs += b->jobs[i].err || b->jobs[i].fresh ? 0 : b->jobs[i].outputs_len;
    }
    return err;
}

/* A photo that changed while it was rendered has been probed again. */
static struct tg_err *changed(void *ctx, struct tg_job *job)
{
    struct cli_build *b = ctx;
    struct tg_photo *photo = b->site->photos[job - b->jobs];
    struct tg_err *err = b->update.state ? tg_update_probed(&b->update, job) : NULL;

    take_facts(photo, &job->facts, b->site->look.map);
    return err || !b->update.state ? err : tg_update_plan(&b->update, job);
}

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
    struct cli_build *b = ctx;

    b->hidden_names |= is_hidden_by_jekyll(path);
    return tg_update_page(&b->update, path);
}

/* Of pages it is known by now. */
static bool has_hidden_names(const struct cli_build *b)
{
    bool hidden = b->hidden_names;

    for (size_t i = 0; i < b->site->photos_len && !hidden; i++)
        for (size_t j = 0; j < b->jobs[i].outputs_len; j++)
            hidden |= is_hidden_by_jekyll(b->jobs[i].outputs[j].key);
    for (size_t i = 0; i < b->site->media_len && !hidden; i++)
        hidden = is_hidden_by_jekyll(b->site->media[i]->name);
    return hidden;
}

/* GitHub Pages gives sites to Jekyll, unless there is an empty file of this name.  One that is there may be the
 * project's. */
static struct tg_err *want_nojekyll(struct cli_build *b)
{
    static const char name[] = ".nojekyll";
    char *path = NULL;
    struct tg_output_state row;
    bool there, ours = true;
    struct tg_err *err;

    if (!has_hidden_names(b) && !tg_outdir_is_pages(b->out))
        return NULL;
    path = tg_path_join(b->out, name);
    if (!path)
        return tg_err_nomem();
    there = access(path, F_OK) == 0;
    err = there ? tg_state_get_output(b->update.state, name, &row, &ours)
                : tg_file_put(path, b->dir.tmp, "", 0);
    free(path);
    return err || !ours ? err : tg_update_page(&b->update, name);
}

static struct tg_err *want_outputs(struct cli_build *b)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; !err && i < b->site->photos_len; i++)
        for (size_t j = 0; !err && !b->jobs[i].err && j < b->jobs[i].outputs_len; j++)
            err = tg_state_want(b->update.state, b->jobs[i].outputs[j].key);
    return err || b->site->media_len == 0 ? err : cli_media_want(&b->media);
}

/* Takes OUT, and the part of a shard. */
static struct tg_err *claim(struct cli_build *b)
{
    const struct cli_options *o = b->options;
    enum tg_outdir_mode mode = cli_build_is_dry(o) ? TG_OUTDIR_CHECK
                               : o->force          ? TG_OUTDIR_FORCE
                                                   : TG_OUTDIR_OWN;
    char part[TG_SHARD_NAME], *given = NULL;
    struct tg_err *err = cli_state_given(o, b->src, &given);

    b->note.index = o->shard.index;
    b->note.count = o->shard.count;
    tg_shard_name(o->shard.index, o->shard.count, part);
    b->dir.aside = cli_say_aside;
    if (!err)
        err = tg_outdir_claim(&b->dir, b->out, b->src, given, o->shard.count ? part : NULL, mode);
    free(given);
    if (err && o->command == CMD_CHECK && tg_err_code(err) == TG_E_USAGE) {
        /* A check has no use for OUT: what a build would say of it is no reason to look at nothing. */
        cli_say_err("note: ", err);
        tg_err_free(err);
        err = NULL;
    }
    return err;
}

/* Loads the site and takes OUT. */
static struct tg_err *begin(struct cli_build *b)
{
    const struct cli_options *o = b->options;
    struct tg_err *err = load_site(b);

    if (!err && b->merge)
        err = cli_merge_choose(b);
    if (!err && o->shard.count)
        err = cli_shard_deal(b, o->shard.count);
    if (!err)
        err = claim(b);
    if (err)
        return err;
    cli_build_print_notes(b);
    if (o->strict && b->site->failures_len)
        b->end = TG_RUN_STRICT;
    return cli_build_is_dry(o) || b->end != TG_RUN_DONE ? NULL : open_state(b);
}

/* Pictures, films and sounds are there: pages, and what is no longer wanted. */
static struct tg_err *complete(struct cli_build *b)
{
    struct tg_err *err = NULL;

    if (b->end == TG_RUN_DONE)
        err = tg_site_write(b->site, b->dir.tmp, page_written, b);
    if (!err && b->end == TG_RUN_DONE)
        err = want_nojekyll(b);
    if (!err && b->end == TG_RUN_DONE)
        err = want_outputs(b);
    if (err)
        return err;
    /* An album that could not be read is not gone: nothing becomes stale. */
    return b->end != TG_RUN_DONE || b->site->failures_len > b->site->refused
               ? tg_state_save(b->update.state)
               : tg_state_end_build(b->update.state, &b->stale);
}

static struct tg_err *build_site(struct cli_build *b)
{
    struct tg_err *err = begin(b);

    if (!err && b->end == TG_RUN_DONE)
        err = probe(b);
    if (!err && b->end == TG_RUN_DONE)
        err = plan(b);
    if (err || b->end != TG_RUN_DONE)
        return err;
    if (b->options->dry_run)
        cli_build_list(b);
    if (cli_build_is_dry(b->options))
        return NULL;
    err = render(b);
    if (!err && b->options->shard.count)
        return cli_shard_end(b);
    return err ? err : complete(b);
}

int cli_build_run(struct cli_build *b)
{
    uint64_t start = cli_now_ms();
    struct tg_err *err = b->out ? new_runner(b) : tg_err_nomem();
    int code = EXIT_FAILED;

    if (!err)
        err = build_site(b);

    if (err)
        cli_print_err(err);
    else
        code = cli_build_conclude(b, cli_now_ms() - start);
    build_release(b);
    return code;
}
