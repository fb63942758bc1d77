/* load.h - SRC becomes a site: a plain tree of folders, or a récitale project. */
#ifndef TG_PIPELINE_LOAD_H
#define TG_PIPELINE_LOAD_H

#include "gallery/model/site.h"
#include "pipeline/build_types.h"

/* Whether SRC is a récitale project. */
struct tg_err *tg_load_is_project(const char *src, bool *is_project) TG_MUST_USE;

/* Loads the project; everything that is wrong with it becomes events.  An error if it cannot be
 * built.  `override` may be NULL. */
struct tg_err *tg_load_project(const char *src, const char *out, const char *locale,
                               bool follow_links, const struct tg_override *override,
                               const struct tg_events *events, struct tg_site **site) TG_MUST_USE;

/* Loads whichever SRC is, as the options say; without `programs` a plain tree without its
 * videos. */
struct tg_err *tg_load_site(const struct tg_build_options *options, const struct tg_events *events,
                            struct tg_site **site) TG_MUST_USE;

#endif
