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

/* For the state of a build: what the photo and its sidecar tell, and the hash of its content. */
static struct tg_err *look_closer(const char *path, const int *fds, size_t nfds,
                                  const struct tg_packets *packets, struct tg_facts *facts,
                                  struct tg_hash *hash)
{
    struct tg_err *err = tg_tell(packets, nfds > 1 ? fds[1] : -1, facts);

    return err ? err : tg_hash_file(fds[0], path, hash);
}

static void do_probe(struct tg_frame *request, const char *path, const struct tg_limits *limits,
                     const int *fds, size_t nfds, struct tg_buf *reply)
{
    bool closer = tg_frame_get_max(request, 1);
    struct tg_packets packets = {0};
    struct tg_facts facts = {0};
    struct tg_hash hash = {{0}};
    struct tg_info info;
    struct tg_err *err;

    if (!tg_frame_end(request) || nfds < 1 || nfds > 2)
        err = tg_err_new(TG_E_WORKER, path, "malformed probe request");
    else
        err = tg_probe(fds[0], path, limits, &info, closer ? &packets : NULL);
    if (!err && closer)
        err = look_closer(path, fds, nfds, &packets, &facts, &hash);
    if (err) {
        reply_err(reply, TG_STATUS_PICTURE, path, err);
    } else {
        tg_frame_u32(reply, TG_STATUS_OK);
        tg_message_put_info(reply, &info);
        tg_message_put_facts(reply, &facts);
        tg_message_put_hash(reply, &hash);
    }
    tg_packets_release(&packets);
    tg_facts_release(&facts);
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
    struct tg_tint tint = {0};
    struct tg_err *err;

    if (tg_frame_get_max(request, 1))
        job.tint = &tint;
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
    tg_message_put_tint(reply, &tint);
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
