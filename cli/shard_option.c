/* shard_option.c - the value of --shard; see option_values.h. */
#include <stdlib.h>
#include <string.h>

#include "cli/option_values.h"
#include "cli/report.h"
#include "core/shard/shares.h"

static bool from_environment(const char *name, uint64_t *v)
{
    const char *text = getenv(name);

    return text && cli_parse_number(text, 0, UINT32_MAX, v);
}

static bool take(uint64_t i, uint64_t n, struct cli_options *o)
{
    o->shard.index = (uint32_t)i;
    o->shard.count = (uint32_t)n;
    return i >= 1 && i <= n && n <= TG_SHARES_MAX;
}

/* Of an array that is 0-N or 1-N; of others, such as that of one task to be run again, nobody knows
 * N. */
static bool of_slurm(struct cli_options *o)
{
    uint64_t id, n, min, max;

    if (!from_environment("SLURM_ARRAY_TASK_ID", &id) ||
        !from_environment("SLURM_ARRAY_TASK_COUNT", &n) ||
        !from_environment("SLURM_ARRAY_TASK_MIN", &min) ||
        !from_environment("SLURM_ARRAY_TASK_MAX", &max) || min > 1 || max + 1 != min + n ||
        id < min || !take(id - min + 1, n, o)) {
        cli_usage(
            o, "--shard auto: only arrays of all tasks from 0 or 1 on give the number of shards; "
               "name the shard: --shard I/N");
        return false;
    }
    return true;
}

static bool of_kubernetes(struct cli_options *o)
{
    uint64_t i, n;

    if (from_environment("JOB_COMPLETION_INDEX", &i) && from_environment("COMPLETIONS", &n) &&
        take(i + 1, n, o))
        return true;
    cli_usage(o, "--shard auto: JOB_COMPLETION_INDEX must be a number below COMPLETIONS, which the "
                 "manifest of the job has to set");
    return false;
}

static bool of_environment(struct cli_options *o)
{
    if (getenv("SLURM_ARRAY_TASK_ID"))
        return of_slurm(o);
    if (getenv("JOB_COMPLETION_INDEX"))
        return of_kubernetes(o);
    cli_usage(o, "--shard auto: neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX is set; name "
                 "the shard: --shard I/N");
    return false;
}

bool cli_parse_shard(struct cli_options *o, const struct cli_option *option, const char *where,
                     const char *text)
{
    const char *slash = strchr(text, '/');
    uint64_t i = 0, n = 0;
    char first[8];

    (void)option;
    if (strcmp(text, "auto") == 0)
        return of_environment(o);
    if (slash && slash > text && (size_t)(slash - text) < sizeof(first)) {
        memcpy(first, text, (size_t)(slash - text));
        first[slash - text] = '\0';
        if (cli_parse_number(first, 0, TG_SHARES_MAX, &i) &&
            cli_parse_number(slash + 1, 0, TG_SHARES_MAX, &n) && take(i, n, o))
            return true;
    }
    cli_usage(o, "%s: expected 1/N to N/N, N up to %d, or auto, got '%s'", where, TG_SHARES_MAX,
              text);
    return false;
}
