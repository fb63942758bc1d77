/* build_seal.h (private to builds) - what others than workers have made, behind a lock.
 *
 * It is sealed once it is complete: until then it lies in a temporary folder of ours, which is
 * nobody else's (mode 0700). */
#ifndef TG_PIPELINE_BUILD_SEAL_H
#define TG_PIPELINE_BUILD_SEAL_H

#include "core/base/file.h"
#include "core/incremental/incremental.h"
#include "gallery/model/lock.h"

/* What is written to `made`, of that type, is sealed, and that takes its place; *content is how
 * much it was.  Nothing happens without a lock: *content is 0. */
struct tg_err *tg_build_seal(const struct tg_lock *lock, const char *type, const char *tmpdir,
                             struct tg_output *made, uint64_t *content) TG_MUST_USE;

/* The same of a video or audio, which gets its final name then, `key` relative to OUT, and its
 * record. */
struct tg_err *tg_build_seal_medium(struct tg_incremental *u, const struct tg_medium *medium,
                                    struct tg_output *made, const char *key,
                                    const struct tg_hash *plan) TG_MUST_USE;

#endif
