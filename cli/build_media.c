/* build_media.c - see build_media.h. */
#include "cli/build_media.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/path.h"
#include "core/job/media.h"
#include "core/job/tool.h"
#include "gallery/project.h"

enum { QUIET_MS = 120000, SHOWN_EVERY_MS = 200 };

/* Raised whenever ffmpeg is asked in another way. */
static const char media_version[] = "media 1";

/* One run of ffmpeg, into a temporary file. */
struct task {
    struct tg_media_command command;
    struct tg_output output;
    char *source;             /* owned */
    struct tg_job *job;       /* whose first frame is made; or */
    struct tg_medium *medium; /* that is made */
    char *key;                /* its path relative to OUT; owned */
    struct tg_hash plan;
};

struct batch {
    struct cli_media *m;
    const char *verb;
    struct task *tasks;
    struct tg_tool *tools;
    size_t len, done;
    uint64_t shown_ms;
};

static struct tg_err *batch_new(struct batch *b, struct cli_media *m, const char *verb, size_t max)
{
    *b = (struct batch){.m = m, .verb = verb};
    b->tasks = calloc(max + 1, sizeof(*b->tasks));
    b->tools = calloc(max + 1, sizeof(*b->tools));
    return b->tasks && b->tools ? NULL : tg_err_nomem();
}

static void task_release(struct task *t)
{
    tg_media_release(&t->command);
    tg_output_abort(&t->output);
    free(t->source);
    free(t->key);
}

static void batch_free(struct batch *b)
{
    for (size_t i = 0; b->tasks && i < b->len; i++)
        task_release(&b->tasks[i]);
    if (b->tools)
        tg_tools_release(b->tools, b->len);
    free(b->tasks);
    free(b->tools);
}

/* "out_time=00:00:07.300000", now and then. */
static void show(void *ctx, size_t i, const char *line)
{
    static const char time[] = "out_time=";
    struct batch *b = ctx;
    uint64_t now = cli_now_ms();
    struct tg_buf text;

    if (strncmp(line, time, strlen(time)) != 0 || now - b->shown_ms < SHOWN_EVERY_MS ||
        b->m->options->quiet || !isatty(STDERR_FILENO))
        return;
    b->shown_ms = now;
    tg_buf_init(&text, TG_BUF_MAX);
    tg_buf_put_printable(&text, line + strlen(time));
    tg_buf_puts(&text, " of ");
    tg_buf_put_printable(&text, tg_path_base(b->tasks[i].source));
    fprintf(stderr, "\r\033[K%s %zu/%zu  %s", b->verb, b->done + 1, b->len, tg_buf_str(&text));
    tg_buf_release(&text);
}

static void tell(const struct batch *b, const struct tg_tool *tool)
{
    struct tg_buf json;

    if (!b->m->options->json)
        return;
    tg_buf_init(&json, TG_BUF_MAX);
    tg_buf_puts(&json, "{\"event\": \"medium\", \"path\": ");
    cli_json_string(&json, tool->path);
    tg_buf_puts(&json, tool->err ? ", \"failed\": true}" : ", \"failed\": false}");
    puts(tg_buf_str(&json));
    tg_buf_release(&json);
}

static struct tg_err *ended(void *ctx, size_t i)
{
    struct batch *b = ctx;
    struct task *t = &b->tasks[i];
    struct tg_tool *tool = &b->tools[i];
    struct tg_err *err = NULL;

    b->done++;
    if (!b->m->options->quiet && isatty(STDERR_FILENO))
        (void)fputs("\r\033[K", stderr);
    tell(b, tool);
    if (!tool->err) {
        b->m->made += t->medium != NULL;
        err = tg_output_commit(&t->output);
        return err || !t->medium
                   ? err
                   : tg_update_file_made(b->m->update, t->key, t->medium->path, &t->plan);
    }
    tg_output_abort(&t->output);
    if (t->medium) {
        t->medium->failed = true;
        b->m->failed++;
        cli_print_err(tool->err);
    } else {
        t->job->err = tool->err; /* printed when it is counted */
    }
    tool->err = NULL;
    return NULL;
}

static struct tg_err *run(struct batch *b)
{
    const struct cli_options *o = b->m->options;
    const struct tg_tools tools = {.tools = b->tools,
                                   .len = b->len,
                                   .jobs = o->jobs,
                                   .quiet_ms = o->timeout_s ? o->timeout_s * 1000 : QUIET_MS,
                                   .stop_fd = b->m->stop_fd,
                                   .line = show,
                                   .ended = ended,
                                   .ctx = b};

    for (size_t i = 0; i < b->len; i++)
        b->tools[i] =
            (struct tg_tool){.argv = b->tasks[i].command.argv, .path = b->tasks[i].source};
    return b->len ? tg_tools_run(&tools, &b->m->stopped) : NULL;
}

/* The content of a source, from the state if its stamp is known. */
static struct tg_err *identify(struct cli_media *m, struct tg_job *job, const char *path,
                               struct tg_stamp *stamp)
{
    struct tg_err *err = tg_update_probe(m->update, job);
    struct stat st;
    int fd;

    if (err || job->probed) {
        *stamp = job->stamp;
        return err;
    }
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return tg_err_sys(errno, path, "cannot open");
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        err = tg_err_new(TG_E_UNSUPPORTED, path, "is not a regular file");
    if (!err) {
        *stamp = tg_stamp_of(&st);
        err = tg_hash_file(fd, path, &job->hash);
    }
    close(fd);
    return err;
}

/* OUT/.tirage/frames/HASH.png */
static char *frame_path(const struct cli_media *m, const struct tg_hash *hash)
{
    struct tg_buf b;

    tg_buf_init(&b, TG_BUF_MAX);
    tg_buf_printf(&b, "%s/frames/", m->state_dir);
    for (size_t i = 0; i < sizeof(hash->bytes); i++)
        tg_buf_printf(&b, "%02x", hash->bytes[i]);
    tg_buf_puts(&b, ".png");
    return tg_buf_steal(&b);
}

/* The job of a film's photo gets its frame as source; a frame that is not there is ordered. */
static struct tg_err *prepare_frame(struct batch *b, struct tg_job *job)
{
    struct task *t = &b->tasks[b->len];
    struct tg_err *err;

    job->origin = calloc(1, sizeof(*job->origin));
    if (!job->origin)
        return tg_err_nomem();
    job->origin->path = job->src;
    job->src = NULL;
    err = identify(b->m, job, job->origin->path, &job->origin->stamp);
    if (err) {
        job->src = strdup(job->origin->path);
        job->err = err;
        return job->src ? NULL : tg_err_nomem();
    }
    job->origin->hash = job->hash;
    job->src = frame_path(b->m, &job->hash);
    if (!job->src)
        return tg_err_nomem();
    if (access(job->src, F_OK) == 0)
        return NULL;
    *t = (struct task){.source = strdup(job->origin->path), .job = job};
    b->len++;
    if (!t->source)
        return tg_err_nomem();
    err = tg_output_open(&t->output, job->src, b->m->tmpdir);
    return err || tg_media_frame(&t->command, t->source, t->output.temp) ? err : tg_err_nomem();
}

/* What the state knew of the film holds for its frame. */
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

struct tg_err *cli_media_frames(struct cli_media *m)
{
    struct batch b;
    struct tg_err *err = batch_new(&b, m, "first frame", m->site->photos_len);

    for (size_t i = 0; i < m->site->photos_len && !err; i++)
        if (m->site->photos[i]->is_frame)
            err = prepare_frame(&b, &m->jobs[i]);
    if (!err)
        err = run(&b);
    for (size_t i = 0; i < m->site->photos_len && !err && !m->stopped; i++) {
        struct tg_job *job = &m->jobs[i];

        if (!m->site->photos[i]->is_frame)
            continue;
        err = stamp_frame(job);
        if (job->err) {
            struct tg_buf text;

            tg_buf_init(&text, TG_BUF_MAX);
            tg_err_text(job->err, &text);
            cli_print_line(stderr, "tirage: %s", tg_buf_str(&text));
            tg_buf_release(&text);
            m->failed++;
        }
    }
    batch_free(&b);
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

static struct tg_err *order_medium(struct batch *b, struct tg_medium *medium,
                                   const struct tg_hash *content)
{
    const struct tg_media_options *o = medium->options;
    const struct tg_media_spec spec = {.audio = o->audio,
                                       .video = o->video,
                                       .format = o->format,
                                       .vbitrate = o->vbitrate,
                                       .abitrate = o->abitrate,
                                       .other = o->words.items,
                                       .other_len = o->words.len,
                                       .width = medium->width,
                                       .height = medium->height};
    struct task *t = &b->tasks[b->len];
    char *path;
    bool fresh = false;
    struct tg_err *err;

    *t = (struct task){.medium = medium, .output = {.fd = -1}};
    b->len++;
    t->key = tg_path_join(medium->dir, medium->name);
    t->source = tg_path_join(b->m->src, medium->path);
    path = t->key ? tg_path_join(b->m->out, t->key) : NULL;
    err = t->source && path ? make_plan(medium, content, &t->plan) : tg_err_nomem();
    if (!err)
        err = tg_update_file_fresh(b->m->update, t->key, &t->plan, &fresh);
    if (!err && !fresh)
        err = tg_output_open(&t->output, path, b->m->tmpdir);
    if (!err && !fresh && !tg_media_transcode(&t->command, &spec, t->source, t->output.temp))
        err = tg_err_new(TG_E_LIMIT, t->source, "too many words for ffmpeg");
    free(path);
    if (fresh)
        task_release(&b->tasks[--b->len]);
    return err;
}

static struct tg_err *consider(struct batch *b, struct tg_medium *medium)
{
    struct tg_job job = {.src = tg_path_join(b->m->src, medium->path), .key = medium->path};
    struct tg_err *err = job.src ? identify(b->m, &job, job.src, &job.stamp) : tg_err_nomem();

    if (err && job.src) {
        medium->failed = true;
        b->m->failed++;
        cli_print_err(err);
        free(job.src);
        return NULL;
    }
    if (!err && !job.probed && !medium->frame)
        err = tg_update_probed(b->m->update, &job);
    if (!err)
        err = order_medium(b, medium, &job.hash);
    if (err && tg_err_code(err) == TG_E_LIMIT) { /* a name that is too long with what is added */
        task_release(&b->tasks[--b->len]);
        medium->failed = true;
        b->m->failed++;
        cli_print_err(err);
        err = NULL;
    }
    free(job.src);
    return err;
}

struct tg_err *cli_media_make(struct cli_media *m)
{
    struct batch b;
    struct tg_err *err = batch_new(&b, m, "transcoding", m->site->media_len);

    for (size_t i = 0; i < m->site->media_len && !err; i++) {
        struct tg_medium *medium = m->site->media[i];

        medium->failed |= medium->frame && medium->frame->failed; /* which was counted */
        if (!medium->failed)
            err = consider(&b, medium);
    }
    if (!err)
        err = run(&b);
    batch_free(&b);
    return err;
}

static bool is_used(const struct cli_media *m, const char *name)
{
    for (size_t i = 0; i < m->site->photos_len; i++)
        if (m->site->photos[i]->is_frame && strcmp(tg_path_base(m->jobs[i].src), name) == 0)
            return true;
    return false;
}

static void remove_frames(const struct cli_media *m)
{
    char *path = tg_path_join(m->state_dir, "frames");
    DIR *dir = path ? opendir(path) : NULL;
    const struct dirent *entry;

    while (dir && (entry = readdir(dir)))
        if (entry->d_name[0] != '.' && !is_used(m, entry->d_name))
            (void)unlinkat(dirfd(dir), entry->d_name, 0);
    if (dir)
        closedir(dir);
    free(path);
}

struct tg_err *cli_media_want(struct cli_media *m)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < m->site->media_len && !err; i++) {
        const struct tg_medium *medium = m->site->media[i];
        char *key = medium->failed ? NULL : tg_path_join(medium->dir, medium->name);

        if (!medium->failed)
            err = key ? tg_state_want(m->update->state, key) : tg_err_nomem();
        free(key);
    }
    remove_frames(m);
    return err;
}

bool cli_media_ffmpeg(void)
{
    const char *dir = getenv("PATH");

    while (dir && *dir) {
        int len = (int)strcspn(dir, ":");
        char path[4096];

        if (snprintf(path, sizeof(path), "%.*s/ffmpeg", len, dir) < (int)sizeof(path) &&
            access(path, X_OK) == 0)
            return true;
        dir += len + (dir[len] == ':');
    }
    return false;
}
