/* autogenerate.h - sections of all pictures for galleries of a récitale project that have none. */
#ifndef TG_PIPELINE_AUTOGENERATE_H
#define TG_PIPELINE_AUTOGENERATE_H

#include "pipeline/engine.h"
#include "pipeline/events.h"

struct tg_autogenerate_options {
    const char *src;    /* the project; borrowed */
    const char *folder; /* one gallery; NULL: all that have none below them; borrowed */
    bool force;         /* replace sections that are there */
    bool follow_links;
    struct tg_engine_options engine;
};

struct tg_autogenerate_result {
    size_t failed; /* photos and links that lead out of the project; each was reported */
    bool bad;      /* some settings are wrong, as was reported */
    bool stopped;
};

/* Writes the settings of these galleries.  *result is filled also after an error. */
struct tg_err *tg_autogenerate(const struct tg_autogenerate_options *options,
                               const struct tg_events *events,
                               struct tg_autogenerate_result *result) TG_MUST_USE;

#endif
