/* build_media.c - see build_media.h. */
#include "pipeline/build_media.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/path.h"
#include "core/media/media.h"
#include "core/media/still.h"
#include "core/pool/tool.h"
#include "pipeline/build_seal.h"
#include "pipeline/stills.h"

enum { QUIET_MS = 120000 };

/* Raised whenever ffmpeg is asked in another way. */
static const char media_version[] = "media 2";

/* A record of a file whose frame nobody needs has the least that records may have. */
static const struct tg_info file_alone = {.width = 1, .height = 1, .orientation = 1};

/* One run of ffmpeg, into a temporary file. */
struct task {
    struct tg_media_command command;
    struct tg_output output;
    char *source;              /* owned */
    uint64_t bytes;            /* its size */
    struct tg_job *job;        /* whose still is made, */
    bool held;                 /* and which is to be probed then, */
    bool made_before;          /* by a version that did not judge it, */
    char *real;                /* from this path; owned; */
    struct tg_still still;     /* the search, */
    struct tg_output trial;    /* a frame that may replace the one in `output`, */
    struct tg_media_date date; /* and the video's date; or */
    struct tg_medium *medium;  /* that is made */
    char *key;                 /* its path relative to OUT; owned */
    struct tg_hash plan;
};

struct tg_build_orders {
    struct tg_build_media *m;
    const char *verb;
    struct task *tasks;
    struct tg_tool *tools;
    size_t len, done;
};

static void task_release(struct task *t)
{
    tg_media_release(&t->command);
    tg_output_abort(&t->output);
    tg_output_abort(&t->trial);
    free(t->real);
    free(t->source);
    free(t->key);
}

void tg_build_media_release(struct tg_build_media *m)
{
    struct tg_build_orders *o = m->orders;

    tg_tools_free(m->tools);
    tg_ffmpeg_release(&m->walls);
    m->tools = NULL;
    m->orders = NULL;
    if (!o)
        return;
    for (size_t i = 0; o->tasks && i < o->len; i++)
        task_release(&o->tasks[i]);
    free(o->tasks);
    free(o->tools);
    free(o);
}

static struct tg_err *orders_new(struct tg_build_media *m, const char *verb, size_t max)
{
    struct tg_build_orders *o = calloc(1, sizeof(*o));

    tg_build_media_release(m);
    m->orders = o;
    if (!o)
        return tg_err_nomem();
    *o = (struct tg_build_orders){.m = m, .verb = verb};
    o->tasks = calloc(max + 1, sizeof(*o->tasks));
    o->tools = calloc(max + 1, sizeof(*o->tools));
    return o->tasks && o->tools ? NULL : tg_err_nomem();
}

static void report_beside(const struct tg_build_orders *o, const char *text)
{
    tg_events_send(o->m->events, &(struct tg_event){.kind = TG_EVENT_ALONGSIDE, .text = text});
}

/* What ffmpeg says: "out_time=00:00:07.300000" now and then, and a first frame's metadata. */
static void read_line(void *ctx, size_t i, const char *line)
{
    static const char time[] = "out_time=";
    struct tg_build_orders *o = ctx;
    char whole_seconds[sizeof("00:00:07")];
    struct tg_buf text;

    if (o->tasks[i].job) {
        tg_media_take_date(&o->tasks[i].date, line);
        tg_still_take_line(&o->tasks[i].still, line);
    }
    if (strncmp(line, time, strlen(time)) != 0)
        return;
    tg_buf_init(&text, TG_BUF_MAX);
    tg_buf_printf(&text, "%s %zu/%zu: ", o->verb, o->done + 1, o->len);
    (void)snprintf(whole_seconds, sizeof(whole_seconds), "%.8s", line + strlen(time));
    tg_buf_put_printable(&text, whole_seconds); /* a video's metadata may look like this line */
    tg_buf_puts(&text, " of ");
    tg_buf_put_printable(&text, tg_path_base(o->tasks[i].source));
    report_beside(o, tg_buf_str(&text));
    tg_buf_release(&text);
}

static void report(const struct tg_build_orders *o, const struct tg_tool *tool)
{
    tg_events_send(o->m->events, &(struct tg_event){.kind = TG_EVENT_MEDIUM,
                                                    .path = tool->path,
                                                    .failed = tool->err != NULL});
}

static void fail_medium(struct tg_build_media *m, struct tg_medium *medium, struct tg_err *err)
{
    medium->failed = true;
    m->failed++;
    tg_events_err(m->events, TG_EVENT_PROBLEM, err);
    tg_err_free(err);
}

static void fail_frame(struct tg_build_media *m, struct tg_job *job, struct tg_err *err)
{
    job->err = err;
    m->failed++;
    tg_events_err(m->events, TG_EVENT_PROBLEM, err);
}

static struct tg_err *put_note(const struct tg_build_media *m, const struct task *t)
{
    const struct tg_still_note note = {.date = t->date, .at_ms = t->still.best_ms};

    t->job->origin->at_ms = note.at_ms;
    return tg_still_note_write(m->state_dir, m->tmpdir, &t->job->origin->hash, &note);
}

/* ffmpeg for the frame that the search asks for. */
static struct tg_err *try_frame(struct tg_build_orders *o, size_t i)
{
    struct task *t = &o->tasks[i];
    struct tg_tool *tool = &o->tools[i];
    struct tg_err *err = tg_output_open(&t->trial, t->job->src, o->m->tmpdir);

    tg_media_release(&t->command);
    if (err || !tg_media_frame(&t->command, t->real, t->trial.temp,
                               o->m->options->engine.max_pixels, t->still.at_ms))
        return err ? err : tg_err_nomem();
    tool->room = tg_ffmpeg_room(&o->m->walls, t->source, t->trial.temp, true, t->bytes);
    tool->may_fail = true;
    tool->again = true;
    return NULL;
}

/* Keeps the frame that was made if it is the best so far, and has another one made unless that is
 * enough.  Only without a first frame is there an error; then one of an earlier build stays. */
static struct tg_err *judge(struct tg_build_orders *o, size_t i)
{
    struct task *t = &o->tasks[i];
    struct tg_tool *tool = &o->tools[i];
    bool first = t->still.tries == 0, stop = tool->err && tg_err_code(tool->err) != TG_E_CORRUPT;

    if (first && tool->err && !t->made_before)
        return NULL;
    t->still.seen &= !tool->err;
    if (tg_still_judge(&t->still) && !first) {
        tg_output_abort(&t->output);
        t->output = t->trial;
        t->trial = (struct tg_output){.fd = -1};
    }
    tg_output_abort(&t->trial);
    stop |= first && tool->err;
    tg_err_free(tool->err);
    tool->err = NULL;
    return !stop && tg_still_next(&t->still) ? try_frame(o, i) : NULL;
}

static struct tg_err *ended(void *ctx, size_t i)
{
    struct tg_build_orders *o = ctx;
    struct task *t = &o->tasks[i];
    struct tg_tool *tool = &o->tools[i];
    bool kept = t->job && t->still.tries == 0 && tool->err && t->made_before;
    struct tg_err *err = t->job ? judge(o, i) : NULL;

    if (err || tool->again)
        return err;
    err = tool->err;
    o->done++;
    report_beside(o, "");
    report(o, tool);
    tool->err = NULL;
    if (t->held)
        t->job->probed = false;
    if (!err && !kept) {
        o->m->made += t->medium != NULL;
        if (t->medium)
            return tg_build_seal_medium(o->m->incremental, t->medium, &t->output, t->key, &t->plan);
        err = put_note(o->m, t);
        return err ? err : tg_output_commit(&t->output);
    }
    tg_output_abort(&t->output);
    if (t->medium)
        fail_medium(o->m, t->medium, err);
    else if (!kept)
        fail_frame(o->m, t->job, err);
    return NULL;
}

/* As with photos: the largest one started last would run alone at the end. */
static int by_size(const void *a, const void *b)
{
    const struct task *x = a, *y = b;

    if (x->bytes != y->bytes)
        return x->bytes > y->bytes ? -1 : 1;
    return strcmp(x->source, y->source);
}

static struct tg_err *fail_all(struct tg_build_orders *o)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < o->len && !err; i++) {
        o->tools[i].err =
            tg_err_new(TG_E_UNSUPPORTED, o->tools[i].path, "needs ffmpeg, which is not installed");
        err = ended(o, i);
    }
    return err;
}

/* Within walls, each with its own files. */
static void enclose(struct tg_build_orders *o)
{
    const struct tg_ffmpeg *w = &o->m->walls;

    for (size_t i = 0; i < o->len; i++) {
        const struct task *t = &o->tasks[i];

        o->tools[i] = (struct tg_tool){
            .argv = t->command.argv,
            .path = t->source,
            .walls = w->walls,
            .room = tg_ffmpeg_room(w, t->source, t->output.temp, t->job != NULL, t->bytes),
            .hints = w->hints,
            .may_fail = t->made_before};
    }
}

/* Ready to be run. */
static struct tg_err *orders_end(struct tg_build_orders *o)
{
    struct tg_build_media *m = o->m;
    struct tg_tools_options tools = {
        .tools = o->tools,
        .len = o->len,
        .strict = m->options->engine.strict,
        .quiet_ms = m->options->engine.timeout_ms ? m->options->engine.timeout_ms : QUIET_MS,
        .line = read_line,
        .ended = ended,
        .ctx = o};
    struct tg_err *err;

    if (!o->len)
        return NULL;
    qsort(o->tasks, o->len, sizeof(*o->tasks), by_size);
    err = tg_ffmpeg_init(&m->walls, m->options->programs, &m->options->engine);
    if (err)
        return err;
    enclose(o);
    if (!m->walls.walls)
        return fail_all(o);
    if (!m->noted)
        tg_ffmpeg_note(m->events);
    m->noted = true;
    tools.slots = m->walls.slots;
    return tg_tools_new(&tools, &m->tools);
}

/* ffmpeg opens files by path: it gets the one without links, from the root; `name` is for messages.
 * Whoever changes folders of SRC while it starts can still lead it elsewhere. */
static struct tg_err *real_path(const struct tg_build_media *m, const char *key, const char *name,
                                char **path)
{
    struct stat st;
    char *inside = NULL, *src;
    int fd = tg_enclosure_find(&m->site->source, key, TG_WANT_ANY, &st, &inside);

    *path = NULL;
    if (fd < 0)
        return tg_enclosure_err(errno, name);
    close(fd);
    src = tg_path_absolute(m->options->src);
    *path = src ? tg_path_join(src, inside) : NULL;
    free(src);
    free(inside);
    return *path ? NULL : tg_err_nomem();
}

/* The content of a source, if known from the state; what ffmpeg is to open, the caller frees. */
static struct tg_err *identify(struct tg_build_media *m, struct tg_job *job, const char *path,
                               struct tg_stamp *stamp, char **real)
{
    struct tg_err *err = real_path(m, job->key, path, real);
    struct stat st;
    int fd;

    if (!err)
        err = tg_incremental_probe(m->incremental, job);
    if (err || job->probed) {
        *stamp = job->stamp;
        return err;
    }
    fd = tg_enclosure_find(&m->site->source, job->key, TG_WANT_FILE, &st, NULL);
    if (fd < 0)
        return tg_enclosure_err(errno, path);
    *stamp = tg_stamp_of(&st);
    err = tg_hash_file(fd, path, &job->hash);
    close(fd);
    return err;
}

/* The still of a job's video. */
static struct tg_err *order(struct tg_build_orders *o, struct tg_job *job, const char *real)
{
    struct task *t = &o->tasks[o->len++];
    struct tg_err *err;

    *t = (struct task){.source = strdup(job->origin->path),
                       .bytes = job->origin->stamp.size,
                       .job = job,
                       .held = !job->probed,
                       .made_before = access(job->src, F_OK) == 0,
                       .real = strdup(real),
                       .output = {.fd = -1},
                       .trial = {.fd = -1}};
    job->probed = true;
    if (!t->source || !t->real)
        return tg_err_nomem();
    err = tg_output_open(&t->output, job->src, o->m->tmpdir);
    return err || tg_media_frame(&t->command, real, t->output.temp,
                                 o->m->options->engine.max_pixels, 0)
               ? err
               : tg_err_nomem();
}

/* The job of a video's photo gets its still as source; one that is not there is ordered. */
static struct tg_err *order_frame(struct tg_build_orders *o, struct tg_job *job)
{
    struct tg_still_note note;
    struct tg_err *err;
    char *real = NULL;
    bool found = false;

    job->origin = calloc(1, sizeof(*job->origin));
    if (!job->origin)
        return tg_err_nomem();
    job->origin->path = job->src;
    job->src = NULL;
    err = identify(o->m, job, job->origin->path, &job->origin->stamp, &real);
    if (err) {
        job->src = strdup(job->origin->path);
        free(real);
        fail_frame(o->m, job, err);
        return job->src ? NULL : tg_err_nomem();
    }
    job->probed &= job->info.width > file_alone.width || job->info.height > file_alone.height;
    job->origin->hash = job->hash;
    job->src = tg_still_path(o->m->state_dir, &job->hash, ".png");
    err =
        job->src ? tg_still_note_read(o->m->state_dir, &job->hash, &note, &found) : tg_err_nomem();
    if (!err && found && note.judged && access(job->src, F_OK) == 0)
        job->origin->at_ms = note.at_ms;
    else if (!err)
        err = order(o, job, real);
    free(real);
    return err;
}

/* What the state knew of the video holds for its frame. */
static struct tg_err *stamp_frame(struct tg_job *job)
{
    struct stat st;

    if (job->err || !job->probed)
        return NULL;
    if (stat(job->src, &st) != 0)
        return tg_err_sys(errno, job->src, "cannot look at");
    job->stamp = tg_stamp_of(&st);
    return NULL;
}

static bool has_frame(const struct tg_build_media *m, size_t photo)
{
    return m->site->photos[photo]->is_frame && !m->site->photos[photo]->is_motion;
}

struct tg_err *tg_build_media_order_frames(struct tg_build_media *m)
{
    struct tg_err *err = orders_new(m, "still", m->site->photos_len);

    for (size_t i = 0; i < m->site->photos_len && !err; i++)
        if (has_frame(m, i) && !m->jobs[i].origin)
            err = order_frame(m->orders, &m->jobs[i]);
    return err ? err : orders_end(m->orders);
}

struct tg_err *tg_build_media_take_frames(struct tg_build_media *m)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < m->site->photos_len && !err; i++)
        if (has_frame(m, i))
            err = stamp_frame(&m->jobs[i]);
    return err;
}

struct tg_err *tg_build_media_date(const struct tg_build_media *m, struct tg_job *job)
{
    struct tg_still_note note;
    bool found;
    struct tg_err *err = tg_still_note_read(m->state_dir, &job->origin->hash, &note, &found);

    if (!err && *note.date.text)
        memcpy(job->info.date, note.date.text, sizeof(note.date.text));
    return err;
}

/* What decides about its bytes: content, options, size, how ffmpeg is asked. */
static struct tg_err *make_plan(const struct tg_medium *medium, const struct tg_hash *content,
                                struct tg_hash *plan)
{
    const uint32_t size[2] = {medium->width, medium->height};
    struct tg_hasher *h = NULL;
    struct tg_err *err = tg_hasher_new(&h);

    if (err)
        return err;
    tg_hasher_add(h, media_version, sizeof(media_version));
    tg_hasher_add(h, content->bytes, sizeof(content->bytes));
    for (size_t i = 0; i < 2; i++) {
        const uint8_t bytes[4] = {(uint8_t)size[i], (uint8_t)(size[i] >> 8),
                                  (uint8_t)(size[i] >> 16), (uint8_t)(size[i] >> 24)};

        tg_hasher_add(h, bytes, sizeof(bytes));
    }
    tg_hasher_add(h, medium->options->json, strlen(medium->options->json));
    tg_hasher_end(h, plan);
    return NULL;
}

static struct tg_err *order_medium(struct tg_build_orders *o, struct tg_medium *medium,
                                   const struct tg_job *found, const char *real)
{
    const struct tg_media_options *mo = medium->options;
    const struct tg_media_spec spec = {.audio = mo->audio,
                                       .video = mo->video,
                                       .format = mo->format,
                                       .vbitrate = mo->vbitrate,
                                       .abitrate = mo->abitrate,
                                       .other = mo->arguments.items,
                                       .other_len = mo->arguments.len,
                                       .width = medium->width,
                                       .height = medium->height,
                                       .fit = medium->is_motion,
                                       .at = medium->at,
                                       .bytes = medium->bytes,
                                       .max_pixels = o->m->options->engine.max_pixels};
    struct task *t = &o->tasks[o->len];
    char *path;
    bool fresh = false;
    struct tg_err *err;

    *t = (struct task){
        .medium = medium, .bytes = found->stamp.size, .output = {.fd = -1}, .trial = {.fd = -1}};
    o->len++;
    t->key = tg_path_join(medium->dir, medium->name);
    t->source = tg_path_join(o->m->options->src, medium->path);
    path = t->key ? tg_path_join(o->m->options->out, t->key) : NULL;
    err = t->source && path ? make_plan(medium, &found->hash, &t->plan) : tg_err_nomem();
    if (!err)
        err = tg_incremental_file_fresh(o->m->incremental, t->key, &t->plan, &fresh);
    if (!err && !fresh)
        err = tg_output_open(&t->output, path, o->m->tmpdir);
    if (!err && !fresh && !tg_media_transcode(&t->command, &spec, real, t->output.temp))
        err = tg_err_new(TG_E_LIMIT, t->source, "too many arguments for ffmpeg");
    free(path);
    if (fresh)
        task_release(&o->tasks[--o->len]);
    return err;
}

static struct tg_err *consider(struct tg_build_orders *o, struct tg_medium *medium)
{
    struct tg_build_media *m = o->m;
    struct tg_job job = tg_job_of_content(m->options->src, medium->path, medium->sidecar);
    char *real = NULL;
    struct tg_err *err = job.src ? identify(m, &job, job.src, &job.stamp, &real) : tg_err_nomem();

    if (err && job.src) {
        fail_medium(m, medium, err);
        err = NULL;
        goto out;
    }
    if (!err && !job.probed && !medium->bytes && (!medium->frame || medium->is_motion)) {
        job.info = file_alone;
        err = tg_incremental_probed(m->incremental, &job);
    }
    if (!err)
        err = order_medium(o, medium, &job, real);
    if (err && tg_output_is_refused(err)) { /* also too many arguments for ffmpeg */
        task_release(&o->tasks[--o->len]);
        fail_medium(m, medium, err);
        err = NULL;
    }
out:
    tg_metadata_release(&job.metadata); /* of a motion photo's file */
    free(job.src);
    free(real);
    return err;
}

struct tg_err *tg_build_media_look(struct tg_incremental *u, const char *src,
                                   const struct tg_medium *medium, const char *key, bool *fresh)
{
    struct tg_job job = tg_job_of_content(src, medium->path, medium->sidecar);
    struct tg_err *err = job.src ? tg_incremental_probe(u, &job) : tg_err_nomem();
    struct tg_hash plan;

    *fresh = false;
    if (!err && job.probed)
        err = make_plan(medium, &job.hash, &plan);
    if (!err && job.probed)
        err = tg_incremental_file_fresh(u, key, &plan, fresh);
    tg_metadata_release(&job.metadata);
    free(job.src);
    return err;
}

struct tg_err *tg_build_media_order(struct tg_build_media *m)
{
    struct tg_err *err = orders_new(m, "video", m->site->media_len);

    for (size_t i = 0; i < m->site->media_len && !err; i++) {
        struct tg_medium *medium = m->site->media[i];

        medium->failed |= medium->frame && medium->frame->failed; /* which was counted */
        if (!medium->failed)
            err = consider(m->orders, medium);
    }
    return err ? err : orders_end(m->orders);
}

/* Whether it is about a video of the site: HASH.png, HASH.txt. */
static bool is_used(const void *ctx, const char *name)
{
    const struct tg_build_media *m = ctx;
    size_t len = strcspn(name, ".");

    for (size_t i = 0; i < m->site->photos_len; i++)
        if (has_frame(m, i) && m->jobs[i].origin &&
            strncmp(tg_path_base(m->jobs[i].src), name, len + 1) == 0)
            return true;
    return false;
}

struct tg_err *tg_build_media_want(struct tg_build_media *m)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < m->site->media_len && !err; i++) {
        const struct tg_medium *medium = m->site->media[i];
        char *key = medium->failed ? NULL : tg_path_join(medium->dir, medium->name);

        if (!medium->failed)
            err = key ? tg_state_want(m->incremental->state, key) : tg_err_nomem();
        free(key);
    }
    tg_stills_remove(m->state_dir, is_used, m);
    return err;
}
