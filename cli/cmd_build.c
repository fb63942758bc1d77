/* cmd_build.c - tirage build: joins the site model to the engine. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/build_media.h"
#include "cli/cli_project.h"
#include "core/base/path.h"
#include "core/job/outdir.h"
#include "core/job/update.h"
#include "gallery/site.h"

struct build {
    const struct cli_options *options;
    const char *src;
    char *out, *tmpdir, *state_dir;
    int lock; /* on OUT; -1: none */
    struct tg_update update;
    size_t fresh;   /* photos whose pictures were there */
    uint64_t stale; /* files that gc would remove */
    struct tg_site *site;
    struct tg_job *jobs; /* one per photo of the site, in its order */
    struct cli_media media;
    int stop_fd; /* -1: no signals are caught yet */
    struct tg_runner *runner;
    struct tg_kernels kernels;
    struct cli_progress progress;
    size_t failed, damaged, outputs;
    size_t notes, failures; /* of the site's, printed so far */
    enum tg_run_end end;
};

static void build_release(struct build *b)
{
    tg_runner_free(b->runner);
    if (b->lock >= 0) {
        tg_outdir_clean(b->tmpdir);
        tg_state_free(b->update.state);
        close(b->lock);
    }
    if (b->jobs)
        tg_jobs_free(b->jobs, b->site->photos_len);
    tg_site_free(b->site);
    free(b->out);
    free(b->tmpdir);
    free(b->state_dir);
}

static struct tg_err *load_site(struct build *b)
{
    const struct cli_options *o = b->options;
    const struct tg_scan_rules rules = {.include = o->include,
                                        .include_len = o->include_len,
                                        .exclude = o->exclude,
                                        .exclude_len = o->exclude_len,
                                        .films = cli_media_ffmpeg()};
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
    return cli_project_load(b->src, b->out, &b->site);
}

/* Without --dry-run: locks OUT and opens what earlier builds left. */
static struct tg_err *open_state(struct build *b)
{
    struct tg_err *err = tg_outdir_lock(b->out, cli_say_waiting, &b->lock);
    bool broken = false;
    char *root = NULL;

    if (err)
        return err;
    tg_outdir_clean(b->tmpdir);
    b->state_dir = tg_path_join(b->out, ".tirage");
    b->update = (struct tg_update){.out = b->out,
                                   .tmpdir = b->tmpdir,
                                   .verify = b->options->verify,
                                   .places = b->site->look.map};
    err = b->state_dir ? tg_state_open(b->state_dir, &b->update.state, &broken) : tg_err_nomem();
    if (!err && (root = tg_path_absolute(b->src)))
        err = tg_state_set_root(b->update.state, root);
    free(root);
    if (!err && broken)
        cli_print_line(stderr,
                       "tirage: warning: %s/.tirage/state.db was damaged: set aside as "
                       "state.db.broken; everything is made again",
                       b->out);
    return err;
}

static struct tg_err *rendered(void *ctx, const struct tg_job *job)
{
    struct build *b = ctx;

    return b->update.state ? tg_update_rendered(&b->update, job) : NULL;
}

static struct tg_err *catch_signals(struct build *b)
{
    return b->stop_fd < 0 ? cli_signals_init(&b->stop_fd) : NULL;
}

/* Forked only if there is something to do. */
static struct tg_err *start_runner(struct build *b)
{
    const struct cli_options *o = b->options;
    struct tg_runner_options ro = {.workers = o->jobs,
                                   .stop_fd = -1,
                                   .strict = o->strict,
                                   .tmpdir = b->tmpdir,
                                   .timeout_ms = o->timeout_s * 1000,
                                   .memory = o->memory,
                                   .max_load = o->max_load,
                                   .limits = {o->max_pixels},
                                   .kernels = &b->kernels,
                                   .rendered = rendered,
                                   .rendered_ctx = b,
                                   .progress = cli_progress_step,
                                   .progress_ctx = &b->progress};
    struct tg_err *err;

    if (b->runner)
        return NULL;
    err = catch_signals(b);
    ro.stop_fd = b->stop_fd;
    if (ro.workers > b->site->photos_len)
        ro.workers = (unsigned)b->site->photos_len;
    tg_kernels_init(&b->kernels, o->cpu_mask);
    cli_note_sandbox(o);
    return err ? err : tg_runner_new(&ro, &b->runner);
}

/* A job per photo, with what the state knows of it. */
static struct tg_err *make_jobs(struct build *b)
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
        err = job->src ? NULL : tg_err_nomem();
        if (!err && b->update.state && !site->photos[i]->is_frame)
            err = tg_update_probe(&b->update, job);
    }
    return err;
}

/* Films are looked at through their first frames, which need a place in OUT. */
static struct tg_err *make_frames(struct build *b)
{
    struct tg_err *err;

    for (size_t i = 0; !b->update.state && i < b->site->photos_len; i++)
        b->jobs[i].probed = b->site->photos[i]->is_frame;
    if (!b->update.state || b->site->media_len == 0)
        return NULL;
    err = catch_signals(b);
    b->media = (struct cli_media){.options = b->options,
                                  .src = b->src,
                                  .out = b->out,
                                  .tmpdir = b->tmpdir,
                                  .state_dir = b->state_dir,
                                  .update = &b->update,
                                  .site = b->site,
                                  .jobs = b->jobs,
                                  .stop_fd = b->stop_fd};
    if (!err)
        err = cli_media_frames(&b->media);
    b->failed += b->media.failed;
    if (b->media.stopped)
        b->end = TG_RUN_STOPPED;
    else if (b->media.failed && b->options->strict)
        b->end = TG_RUN_STRICT;
    return err;
}

/* Moves the texts, which the state has by now. */
static void take_facts(struct tg_photo *photo, struct tg_facts *facts, bool places)
{
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

static struct tg_err *probe(struct build *b)
{
    size_t unknown = 0, n = b->site->photos_len;
    struct tg_err *err = make_jobs(b);

    if (!err)
        err = make_frames(b);
    if (err || b->end != TG_RUN_DONE)
        return err;
    for (size_t i = 0; i < n; i++)
        unknown += !b->jobs[i].probed && !b->jobs[i].err;
    if (unknown) {
        cli_progress_init(&b->progress, b->options, "reading", unknown);
        err = start_runner(b);
        if (!err)
            err = tg_runner_probe(b->runner, b->jobs, n, &b->end);
        cli_progress_end(&b->progress);
        b->failed += b->progress.failed;
    }
    for (size_t i = 0; !err && i < n; i++) {
        struct tg_job *job = &b->jobs[i];

        if (b->update.state && !job->probed && job->done && !job->err)
            err = tg_update_probed(&b->update, job);
        if (job->origin)
            job->hash = job->origin->hash;
        take_info(b->site->photos[i], job);
        take_facts(b->site->photos[i], &job->facts, b->site->look.map);
    }
    return err;
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
static struct tg_err *add_output(const struct build *b, const struct tg_photo *photo,
                                 const char *name, struct tg_job *job, struct tg_output_spec spec)
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
    return NULL;
}

static struct tg_err *add_outputs(const struct build *b, const struct tg_photo *photo,
                                  struct tg_job *job)
{
    struct tg_err *err = NULL;

    job->outputs = calloc(2 * photo->renditions_len, sizeof(*job->outputs));
    if (!job->outputs)
        return tg_err_nomem();
    for (size_t i = 0; i < photo->renditions_len && !err; i++) {
        const struct tg_rendition *r = &photo->renditions[i];
        struct tg_output_spec spec = page_spec(b->options, r, photo->is_frame);

        err = add_output(b, photo, r->name, job, spec);
        spec.target = TG_TARGET_WEBP;
        if (r->webp && !err)
            err = add_output(b, photo, r->webp, job, spec);
    }
    return err;
}

/* Those that came since the last call. */
static void print_notes(struct build *b)
{
    for (; b->notes < b->site->notes_len; b->notes++)
        fprintf(stderr, "tirage: note: %s\n", b->site->notes[b->notes]);
    for (; b->failures < b->site->failures_len; b->failures++)
        fprintf(stderr, "tirage: %s\n", b->site->failures[b->failures]);
}

static struct tg_err *plan(struct build *b)
{
    struct tg_err *err;

    b->site->originals = b->options->original;
    err = tg_site_plan(b->site);
    print_notes(b);
    for (size_t i = 0; !err && i < b->site->photos_len; i++)
        if (!b->jobs[i].err && b->site->photos[i]->renditions_len)
            err = add_outputs(b, b->site->photos[i], &b->jobs[i]);
    for (size_t i = 0; !err && b->update.state && i < b->site->photos_len; i++)
        if (b->jobs[i].outputs_len) {
            err = tg_update_plan(&b->update, &b->jobs[i]);
            b->fresh += b->jobs[i].fresh;
            take_tint(b->site->photos[i], &b->jobs[i].tint);
        }
    return err;
}

static void list_plan(const struct build *b)
{
    for (size_t i = 0; i < b->site->photos_len; i++)
        for (size_t j = 0; j < b->jobs[i].outputs_len; j++)
            cli_print_line(stdout, "%s", b->jobs[i].outputs[j].path);
    for (size_t i = 0; i < b->site->media_len; i++) {
        const struct tg_medium *medium = b->site->media[i];

        cli_print_line(stdout, "%s/%s%s%s", b->out, medium->dir, *medium->dir ? "/" : "",
                       medium->name);
    }
}

static struct tg_err *render(struct build *b)
{
    size_t n = 0;
    struct tg_err *err;

    for (size_t i = 0; i < b->site->photos_len; i++)
        n += b->jobs[i].outputs_len > 0 && !b->jobs[i].fresh;
    if (n == 0)
        return NULL;
    err = start_runner(b);
    if (err)
        return err;
    cli_progress_init(&b->progress, b->options, "rendering", n);
    b->progress.report = true;
    err = tg_runner_render(b->runner, b->jobs, b->site->photos_len, &b->end);
    cli_progress_end(&b->progress);
    b->failed += b->progress.failed;
    b->damaged = b->progress.damaged;
    for (size_t i = 0; i < b->site->photos_len; i++) {
        b->site->photos[i]->failed = b->jobs[i].err != NULL;
        take_tint(b->site->photos[i], &b->jobs[i].tint);
        b->outputs += b->jobs[i].err || b->jobs[i].fresh ? 0 : b->jobs[i].outputs_len;
    }
    return err;
}

static struct tg_err *make_media(struct build *b)
{
    size_t before = b->media.failed;
    struct tg_err *err;

    if (b->site->media_len == 0)
        return NULL;
    err = cli_media_make(&b->media);
    b->failed += b->media.failed - before;
    b->outputs += b->media.made;
    if (b->media.stopped)
        b->end = TG_RUN_STOPPED;
    return err;
}

/* Everything that a page can show: films count once, not with their first frames too. */
static size_t count_shown(const struct tg_site *site)
{
    size_t n = site->media_len;

    for (size_t i = 0; i < site->photos_len; i++)
        n += !site->photos[i]->is_frame;
    return n;
}

static void print_summary(const struct build *b, uint64_t ms)
{
    const struct cli_options *o = b->options;
    const char *what = b->site->media_len ? "photos, films and sounds" : "photos";
    size_t all = count_shown(b->site), good = all > b->failed ? all - b->failed : 0;

    if (o->json) {
        printf("{\"event\": \"done\", \"photos\": %zu, \"failed\": %zu, \"recovered\": %zu, "
               "\"unchanged\": %zu, \"outputs\": %zu, \"stale\": %llu, "
               "\"failed_folders\": %zu, \"ms\": %llu}\n",
               b->site->photos_len, b->failed, b->damaged, b->fresh, b->outputs,
               (unsigned long long)b->stale, b->site->failures_len, (unsigned long long)ms);
        return;
    }
    if (!o->quiet)
        cli_print_line(stderr,
                       "tirage: %zu %s (%zu unchanged), %zu pictures made in %.1f s: %s/index.html",
                       good, what, b->fresh, b->outputs, (double)ms / 1000, b->out);
    if (!o->quiet && b->stale)
        fprintf(stderr,
                "tirage: %llu files of earlier builds are no longer wanted: see tirage gc\n",
                (unsigned long long)b->stale);
    if (b->site->failures_len)
        fprintf(stderr, "tirage: %zu %s could not be read, named above\n", b->site->failures_len,
                b->site->failures_len == 1 ? "folder" : "folders");
    if (b->failed)
        fprintf(stderr, "tirage: %zu of %zu %s could not be shown; each is named above\n",
                b->failed, all, what);
}

static struct tg_err *page_written(void *ctx, const char *path)
{
    struct build *b = ctx;

    return tg_update_page(&b->update, path);
}

static struct tg_err *want_outputs(struct build *b)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; !err && i < b->site->photos_len; i++)
        for (size_t j = 0; !err && !b->jobs[i].err && j < b->jobs[i].outputs_len; j++)
            err = tg_state_want(b->update.state, b->jobs[i].outputs[j].key);
    return err || b->site->media_len == 0 ? err : cli_media_want(&b->media);
}

/* What a check says at its end. */
static void print_checked(const struct build *b)
{
    const struct cli_options *o = b->options;
    size_t outputs = 0;

    for (size_t i = 0; i < b->site->photos_len; i++)
        outputs += b->jobs[i].outputs_len;
    if (o->json)
        printf("{\"event\": \"checked\", \"photos\": %zu, \"failed\": %zu, \"outputs\": %zu}\n",
               b->site->photos_len, b->failed, outputs);
    else if (!o->quiet)
        fprintf(stderr, "tirage: %zu photos checked, %zu of them bad; a build makes %zu pictures\n",
                b->site->photos_len, b->failed, outputs);
}

static bool is_dry(const struct cli_options *o)
{
    return o->dry_run || o->command == CMD_CHECK;
}

/* Loads the site and takes OUT. */
static struct tg_err *begin(struct build *b)
{
    const struct cli_options *o = b->options;
    enum tg_outdir_mode mode = is_dry(o)  ? TG_OUTDIR_CHECK
                               : o->force ? TG_OUTDIR_FORCE
                                          : TG_OUTDIR_OWN;
    struct tg_err *err = load_site(b);

    if (!err)
        err = tg_outdir_claim(b->out, b->src, mode, &b->tmpdir);
    if (err)
        return err;
    print_notes(b);
    if (o->strict && b->site->failures_len)
        b->end = TG_RUN_STRICT;
    return is_dry(o) || b->end != TG_RUN_DONE ? NULL : open_state(b);
}

/* Pictures, films and sounds are there: pages, and what is no longer wanted. */
static struct tg_err *complete(struct build *b)
{
    struct tg_err *err = NULL;

    if (b->end == TG_RUN_DONE)
        err = tg_site_write(b->site, b->tmpdir, page_written, b);
    if (!err && b->end == TG_RUN_DONE)
        err = want_outputs(b);
    if (err)
        return err;
    /* An album that could not be read is not gone: nothing becomes stale. */
    return b->end != TG_RUN_DONE || b->site->failures_len
               ? tg_state_save(b->update.state)
               : tg_state_end_build(b->update.state, &b->stale);
}

static struct tg_err *build_site(struct build *b)
{
    struct tg_err *err = begin(b);

    if (!err && b->end == TG_RUN_DONE)
        err = probe(b);
    if (!err && b->end == TG_RUN_DONE)
        err = plan(b);
    if (err || b->end != TG_RUN_DONE)
        return err;
    if (b->options->dry_run)
        list_plan(b);
    if (is_dry(b->options))
        return NULL;
    err = render(b);
    if (!err && b->end == TG_RUN_DONE)
        err = make_media(b);
    return err ? err : complete(b);
}

/* What to say at the end, and the exit code. */
static int conclude(const struct build *b, uint64_t ms)
{
    const struct cli_options *o = b->options;

    if (b->end == TG_RUN_STOPPED)
        return cli_signal_exit();
    if (o->command == CMD_CHECK && b->end == TG_RUN_DONE)
        print_checked(b);
    else if (!is_dry(o) && b->end == TG_RUN_DONE)
        print_summary(b, ms);
    return b->failed || b->site->failures_len ? EXIT_PICTURES : EXIT_DONE;
}

int cmd_build(const struct cli_options *o)
{
    struct build b = {.options = o, .lock = -1, .stop_fd = -1};
    uint64_t start = cli_now_ms();
    struct tg_err *err;
    int code = EXIT_FAILED;

    if (o->args_len > 1)
        return cli_usage("%s takes one folder of photos, not %zu",
                         o->command == CMD_CHECK ? "check" : "build", o->args_len);
    b.src = o->args_len ? o->args[0] : ".";
    b.out = o->output ? strdup(o->output) : tg_path_join(b.src, "build");
    err = b.out ? build_site(&b) : tg_err_nomem();
    if (err)
        cli_print_err(err);
    else
        code = conclude(&b, cli_now_ms() - start);
    build_release(&b);
    return code;
}
