/* takeout.h - what Google Takeout writes of a photo alongside it, in JSON. */
#ifndef TG_CODEC_TAKEOUT_H
#define TG_CODEC_TAKEOUT_H

#include "core/base/metadata.h"
#include "core/codec/info.h"

enum { TG_TAKEOUT_MAX = 1 << 20 }; /* bytes; larger files say nothing */

struct tg_takeout {
    char date[20];          /* when taken, in UTC: "2020-05-17T13:45:00"; "": unknown */
    struct tg_metadata own; /* description, people, location, rating; owned */
};

/* Whether a sidecar is one of these, by how it begins. */
bool tg_takeout_is(const uint8_t *data, size_t len);

/* Fills *takeout from the `len` bytes, behind which there must be a NUL; the caller releases it, on
 * error too.  What is no JSON says nothing at all, and values of another type than they should be
 * nothing of their own.  The only error is memory. */
struct tg_err *tg_takeout_parse(const char *data, size_t len,
                                struct tg_takeout *takeout) TG_MUST_USE;
void tg_takeout_release(struct tg_takeout *takeout);

/* The description, which goes before the photo's own; before these are read. */
void tg_takeout_first(struct tg_takeout *takeout, struct tg_metadata *metadata);

/* The rest, after them: where the photo has no date, location or rating of its own it has these,
 * and its people are joined by these.  What is archived or in the trash there is rejected. */
struct tg_err *tg_takeout_last(struct tg_takeout *takeout, struct tg_info *info,
                               struct tg_metadata *metadata) TG_MUST_USE;

#endif
