/* build_options.c - see build_options.h. */
#include "cli/build_options.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"

struct tg_engine_options cli_engine_options(const struct cli_options *o)
{
    return (struct tg_engine_options){.workers = o->jobs,
                                      .cpu_mask = o->cpu_mask,
                                      .timeout_ms = o->timeout_s * 1000,
                                      .max_pixels = o->max_pixels,
                                      .memory = o->memory,
                                      .max_load = o->max_load,
                                      .strict = o->strict,
                                      .isolate_photos = o->isolate_photos};
}

struct tg_build_options cli_build_options(const struct cli_options *o)
{
    return (struct tg_build_options){.state = o->state,
                                     .locale = cli_locale(),
                                     .programs = getenv("PATH"),
                                     .mode = o->command == CMD_CHECK ? TG_BUILD_CHECK
                                             : o->dry_run            ? TG_BUILD_LIST
                                                                     : TG_BUILD_WRITE,
                                     .include = o->include,
                                     .include_len = o->include_len,
                                     .exclude = o->exclude,
                                     .exclude_len = o->exclude_len,
                                     .follow_links = o->follow_links,
                                     .override = {o->title, o->theme},
                                     .raw = (enum tg_raw_rule)o->raw,
                                     .hdr = (enum tg_hdr_rule)o->hdr,
                                     .force = o->force,
                                     .verify = o->verify,
                                     .new_keys = o->new_keys,
                                     .originals = o->original,
                                     .skip_avif = o->skip_avif,
                                     .spec = o->spec,
                                     .subsampling_given = o->subsampling_given,
                                     .shard = {o->shard.index, o->shard.count},
                                     .engine = cli_engine_options(o)};
}

/* In the order that récitale looks at them. */
const char *cli_locale(void)
{
    static const char *const names[] = {"LC_TIME", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LANG"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const char *value = getenv(names[i]);

        if (value && *value)
            return value;
    }
    return NULL;
}

char *cli_output(const struct cli_options *o, const char *src)
{
    return o->output ? strdup(o->output) : tg_path_join(src, "build");
}
