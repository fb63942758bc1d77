/* worker_jobs.c - the worker's side: a request frame in, a reply frame out. */
#include "core/job/worker_jobs.h"

#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "core/job/message.h"

static void reply_err(struct tg_buf *reply, enum tg_status status, const char *path,
                      struct tg_err *err)
{
    if (!tg_err_path(err))
        err = tg_err_wrap(err, path, "cannot be made into pictures");
    tg_frame_u32(reply, status);
    tg_frame_err(reply, err);
    tg_err_free(err);
}

static void do_probe(struct tg_frame *request, const char *path, const struct tg_limits *limits,
                     const int *fds, size_t nfds, struct tg_buf *reply)
{
    bool hashed = tg_frame_get_max(request, 1);
    struct tg_hash hash = {{0}};
    struct tg_info info;
    struct tg_err *err;

    if (!tg_frame_end(request) || nfds != 1)
        err = tg_err_new(TG_E_WORKER, path, "malformed probe request");
    else
        err = tg_probe(fds[0], path, limits, &info);
    if (!err && hashed)
        err = tg_hash_file(fds[0], path, &hash);
    if (err) {
        reply_err(reply, TG_STATUS_PICTURE, path, err);
        return;
    }
    tg_frame_u32(reply, TG_STATUS_OK);
    tg_message_put_info(reply, &info);
    tg_message_put_hash(reply, &hash);
}

/* To the system: other workers are waiting for it.  musl's free() does so by itself. */
static void give_memory_back(void)
{
#ifdef __GLIBC__
    (void)malloc_trim(0);
#endif
}

static void do_render(struct tg_frame *request, struct tg_render job, const int *fds, size_t nfds,
                      struct tg_buf *reply)
{
    struct tg_output_spec specs[TG_JOB_OUTPUTS];
    struct tg_output_result results[TG_JOB_OUTPUTS] = {0};
    struct tg_damage damage = {0};
    bool output_failed = false, tight = tg_frame_get_max(request, 1);
    struct tg_err *err;

    job.n = tg_frame_get_max(request, TG_JOB_OUTPUTS);
    job.specs = specs;
    for (size_t i = 0; i < job.n; i++)
        tg_message_get_spec(request, &specs[i]);
    if (!tg_frame_end(request) || nfds != job.n + 1)
        err = tg_err_new(TG_E_WORKER, job.path, "malformed render request");
    else
        err = tg_render(&job, fds[0], fds + 1, results, &damage, &output_failed);
    if (tight)
        give_memory_back();
    if (err) {
        reply_err(reply, output_failed ? TG_STATUS_OUTPUT : TG_STATUS_PICTURE, job.path, err);
        return;
    }
    tg_frame_u32(reply, TG_STATUS_OK);
    tg_message_put_damage(reply, &damage);
    for (size_t i = 0; i < job.n; i++)
        tg_message_put_result(reply, &results[i]);
}

void tg_worker_jobs(void *ctx, struct tg_frame *request, const int *fds, size_t nfds,
                    struct tg_buf *reply)
{
    struct tg_render job = {.kernels = ctx};
    uint32_t kind = tg_frame_get_max(request, TG_REQUEST_RENDER);

    job.limits.max_pixels = tg_frame_get_u64(request);
    job.path = tg_frame_get_str(request);
    if (kind == TG_REQUEST_PROBE)
        do_probe(request, job.path, &job.limits, fds, nfds, reply);
    else
        do_render(request, job, fds, nfds, reply);
}
