/* job.c - see job.h. */
#include "core/run/job.h"

#include <stdlib.h>

#include "core/base/path.h"

void tg_job_release(struct tg_job *job)
{
    for (size_t j = 0; j < job->outputs_len; j++)
        free(job->outputs[j].path);
    free(job->outputs);
    free(job->src);
    if (job->origin)
        free(job->origin->path);
    free(job->origin);
    tg_metadata_release(&job->metadata);
    tg_err_free(job->err);
    *job = (struct tg_job){0};
}

void tg_jobs_free(struct tg_job *jobs, size_t n)
{
    for (size_t i = 0; i < n; i++)
        tg_job_release(&jobs[i]);
    free(jobs);
}

struct tg_job tg_job_of_content(const char *src, const char *key, const char *sidecar_path)
{
    return (struct tg_job){.src = tg_path_join(src, key),
                           .key = key,
                           .sidecar_path = sidecar_path,
                           .content_only = true};
}
