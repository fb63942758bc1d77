/* job.c - see job.h. */
#include "core/run/job.h"

#include <stdlib.h>

#include "core/base/path.h"

void tg_jobs_free(struct tg_job *jobs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < jobs[i].outputs_len; j++)
            free(jobs[i].outputs[j].path);
        free(jobs[i].outputs);
        free(jobs[i].src);
        if (jobs[i].origin)
            free(jobs[i].origin->path);
        free(jobs[i].origin);
        tg_metadata_release(&jobs[i].metadata);
        tg_err_free(jobs[i].err);
    }
    free(jobs);
}

struct tg_job tg_job_of_content(const char *src, const char *key, const char *sidecar_path)
{
    return (struct tg_job){.src = tg_path_join(src, key),
                           .key = key,
                           .sidecar_path = sidecar_path,
                           .content_only = true};
}
