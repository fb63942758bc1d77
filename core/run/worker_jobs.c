/* worker_jobs.c - the worker's side: a request frame in, a reply frame out. */
#include "core/run/worker_jobs.h"

#include <errno.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "core/codec/motion_video.h"
#include "core/run/message.h"

static void reply_err(struct tg_buf *reply, const char *path, struct tg_err *err)
{
    if (!tg_err_path(err))
        err = tg_err_wrap(err, path, "cannot be made into pictures");
    tg_frame_u32(reply, TG_STATUS_PICTURE);
    tg_frame_err(reply, err);
    tg_err_free(err);
}

static void do_hash(struct tg_frame *request, const char *path, const int *fds, size_t nfds,
                    struct tg_buf *reply)
{
    struct tg_hash hash;
    struct tg_err *err;

    if (!tg_frame_end(request) || nfds != 1)
        err = tg_err_new(TG_E_WORKER, path, "malformed hash request");
    else
        err = tg_hash_file(fds[0], path, &hash);
    if (err) {
        reply_err(reply, path, err);
    } else {
        tg_frame_u32(reply, TG_STATUS_OK);
        tg_message_put_hash(reply, &hash);
    }
}

static void do_probe(struct tg_frame *request, const char *path, const struct tg_limits *limits,
                     const int *fds, size_t nfds, struct tg_buf *reply)
{
    bool closer = tg_frame_get_max(request, 1);
    uint32_t asks = tg_frame_get_max(request, TG_ASKS_ALL);
    struct tg_raw_metadata raw = {0};
    struct tg_metadata metadata = {0};
    struct tg_info info;
    struct tg_err *err;

    if (!tg_frame_end(request) || nfds < 1 || nfds > 2)
        err = tg_err_new(TG_E_WORKER, path, "malformed probe request");
    else
        err = tg_probe(fds[0], path, limits, &info, closer ? &raw : NULL);
    if (!err && closer)
        err = tg_metadata_parse(&raw, &info, nfds > 1 ? fds[1] : -1, &metadata);
    if (!err && closer)
        err = tg_motion_find(fds[0], &raw, &metadata);
    if (err) {
        reply_err(reply, path, err);
    } else {
        tg_frame_u32(reply, TG_STATUS_OK);
        tg_message_put_info(reply, &info);
        tg_metadata_keep(&metadata, asks);
        tg_message_put_metadata(reply, &metadata);
    }
    tg_raw_metadata_release(&raw);
    tg_metadata_release(&metadata);
}

/* To the system: other workers are waiting for it.  musl's free() does so by itself. */
static void give_memory_back(void)
{
#ifdef __GLIBC__
    (void)malloc_trim(0);
#endif
}

/* The list of outputs, and the descriptors of those that are wanted; how many these are. */
static size_t get_outputs(struct tg_frame *request, struct tg_render *job,
                          struct tg_output_spec *specs, int *outputs, const int *fds, size_t nfds)
{
    size_t wanted = 0;

    job->n = tg_frame_get_max(request, TG_JOB_OUTPUTS);
    job->specs = specs;
    for (size_t i = 0; i < job->n; i++) {
        tg_message_get_spec(request, &specs[i]);
        outputs[i] = -1;
        if (tg_frame_get_max(request, 1) && wanted < nfds)
            outputs[i] = fds[wanted++];
    }
    return wanted;
}

/* Outputs are as long as they may become until they are cut. */
static struct tg_err *cut_outputs(const struct tg_render *job, const int *outputs,
                                  const struct tg_output_result *results)
{
    for (size_t i = 0; i < job->n; i++)
        if (outputs[i] >= 0 && ftruncate(outputs[i], (off_t)results[i].bytes) != 0)
            return tg_err_sys(errno, job->path, "cannot end an output");
    return NULL;
}

static void do_render(struct tg_frame *request, struct tg_render job, const int *fds, size_t nfds,
                      struct tg_buf *reply)
{
    struct tg_output_spec specs[TG_JOB_OUTPUTS];
    int outputs[TG_JOB_OUTPUTS];
    struct tg_output_result results[TG_JOB_OUTPUTS] = {0};
    struct tg_damage damage = {0};
    bool tight = tg_frame_get_max(request, 1);
    struct tg_placeholder placeholder = {0};
    struct tg_err *err;
    size_t wanted;

    if (tg_frame_get_max(request, 1))
        job.placeholder = &placeholder;
    wanted = get_outputs(request, &job, specs, outputs, fds + 1, nfds ? nfds - 1 : 0);
    if (!tg_frame_end(request) || nfds != wanted + 1)
        err = tg_err_new(TG_E_WORKER, job.path, "malformed render request");
    else
        err = tg_render(&job, fds[0], outputs, results, &damage);
    if (!err)
        err = cut_outputs(&job, outputs, results);
    if (tight)
        give_memory_back();
    if (err) {
        reply_err(reply, job.path, err);
        return;
    }
    tg_frame_u32(reply, TG_STATUS_OK);
    tg_message_put_damage(reply, &damage);
    tg_message_put_placeholder(reply, &placeholder);
    for (size_t i = 0; i < job.n; i++)
        if (outputs[i] >= 0) {
            tg_frame_u64(reply, results[i].bytes);
            tg_frame_u64(reply, results[i].gain_map);
        }
}

void tg_worker_jobs(void *ctx, struct tg_frame *request, const int *fds, size_t nfds,
                    struct tg_buf *reply)
{
    struct tg_render job = {.kernels = ctx};
    uint32_t kind = tg_frame_get_max(request, TG_REQUEST_RENDER);

    job.limits.max_pixels = tg_frame_get_u64(request);
    job.path = tg_frame_get_str(request);
    if (kind == TG_REQUEST_HASH)
        do_hash(request, job.path, fds, nfds, reply);
    else if (kind == TG_REQUEST_PROBE)
        do_probe(request, job.path, &job.limits, fds, nfds, reply);
    else
        do_render(request, job, fds, nfds, reply);
}
