/* build.h - builds: folders of photos become a site, or one share of its pictures; shards are
 * merged into a site.
 *
 * Nothing here prints, reads the environment or ends the process: what the caller should know while
 * it works are events, what came of it is the result.
 *
 * Parts: build_archives.c, build_avif.c, build_groups.c, build_keys.c, build_list.c, build_merge.c,
 * build_outputs.c, build_pages.c, build_parts.h, build_probe.c, build_shard.c, merge.c. */
#ifndef TG_PIPELINE_BUILD_H
#define TG_PIPELINE_BUILD_H

#include "pipeline/build_types.h"
#include "pipeline/events.h"

/* Builds a site or, with a shard, its share of the pictures.  *result is filled also after an
 * error. */
struct tg_err *tg_build(const struct tg_build_options *options, const struct tg_events *events,
                        struct tg_build_result *result) TG_MUST_USE;

/* Builds the site in options->out with the pictures that shards made: those in it, and in the other
 * folders. */
struct tg_err *tg_merge(const struct tg_build_options *options, const char *const *others,
                        size_t others_len, const struct tg_events *events,
                        struct tg_build_result *result) TG_MUST_USE;

#endif
