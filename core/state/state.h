/* state.h - what earlier builds read and wrote: state.db, in OUT/.tirage or where outdir.h says.
 *
 * Sources are photos, by path relative to the folder of photos; outputs are all files that we
 * wrote, by path relative to OUT.  Nothing here is needed for a right result: without it everything
 * is made again.  Changes are kept back and become durable together, when tg_state_save() has made
 * the files that they speak of durable first.
 *
 * Parts: database.h, state_open.c, state_schema.c. */
#ifndef TG_STATE_STATE_H
#define TG_STATE_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/state/records.h"

struct tg_state; /* opaque */

/* How changes become safe.  Write-ahead logging is the faster, but needs memory that all who use
 * the database share: it is none for a folder that other machines use too. */
enum tg_state_journal { TG_STATE_AHEAD, TG_STATE_ROLLBACK };

/* Told once that the database `path` was renamed to `to`: it was damaged or foreign or, if `later`,
 * made by a later version. */
typedef void tg_state_aside_fn(void *ctx, const char *path, const char *to, bool later);

struct tg_state_location {
    const char *dir; /* of state.db */
    const char *out; /* the files that it speaks of are below; NULL: there are none */
    enum tg_state_journal journal;
    tg_state_aside_fn *aside; /* NULL: nobody wants to know */
    void *ctx;                /* of aside; must outlive the state */
};

/* Opens state.db, or makes it.  That of tirage 0.1.0 keeps what it knows.  What cannot be used is
 * set aside with -wal, -shm and -journal, whatever it is and whenever it shows, and an empty one
 * takes its place: then nothing is found any more, what was recorded since the last save is lost
 * too, and tg_state_end_build() finds nothing stale.  Only a full disk, a busy database and the
 * like are errors.
 *
 * Records are believed if they have their checksum and their values are possible.  That is good
 * against accident; who can write here may make us copy one of our outputs for another, and no
 * more: see incremental.h and gc.c. */
struct tg_err *tg_state_open(const struct tg_state_location *location,
                             struct tg_state **state) TG_MUST_USE;

/* Opens an existing one for looking only; *state is NULL without one. */
struct tg_err *tg_state_open_readonly(const char *dir, struct tg_state **state) TG_MUST_USE;

/* The same for one that came from elsewhere: an error if it is not there, or differs in any way
 * from what tg_state_open() would make.  Nothing is written there, not even a lock, and the file is
 * read alone: the caller has made sure that no journal belongs to it. */
struct tg_err *tg_state_open_foreign(const char *dir, struct tg_state **state) TG_MUST_USE;

/* Drops what was not saved. */
void tg_state_free(struct tg_state *state);

/* Where the sources are: an absolute path; NULL from get if it was never set.  Caller frees it. */
struct tg_err *tg_state_set_root(struct tg_state *s, const char *path) TG_MUST_USE;
struct tg_err *tg_state_get_root(struct tg_state *s, char **path) TG_MUST_USE;

/* *found tells whether the record exists.  The caller releases row->metadata of one that does. */
struct tg_err *tg_state_get_source(struct tg_state *s, const char *path,
                                   struct tg_source_state *row, bool *found) TG_MUST_USE;
struct tg_err *tg_state_get_output(struct tg_state *s, const char *path,
                                   struct tg_output_state *row, bool *found) TG_MUST_USE;
/* Forgets keywords, people and places of all photos, also of those that are gone, unless the bits
 * of enum tg_metadata_ask ask for them. */
struct tg_err *tg_state_forget_tags(struct tg_state *s, unsigned asks) TG_MUST_USE;
struct tg_err *tg_state_put_source(struct tg_state *s, const char *path,
                                   const struct tg_source_state *row) TG_MUST_USE;
/* `source`: of a picture; NULL: a page or an asset. */
struct tg_err *tg_state_put_output(struct tg_state *s, const char *path, const char *source,
                                   const struct tg_output_state *row) TG_MUST_USE;
struct tg_err *tg_state_forget_output(struct tg_state *s, const char *path) TG_MUST_USE;

/* Calls `each` for every output with this plan and index and a known placeholder, until it returns
 * true. */
struct tg_err *tg_state_find_plan(struct tg_state *s, const struct tg_hash *plan, uint32_t index,
                                  bool (*each)(void *ctx, const char *path,
                                               const struct tg_output_state *row),
                                  void *ctx) TG_MUST_USE;

/* A complete build ends with a list of all outputs that it wants; the others are stale. */
struct tg_err *tg_state_want(struct tg_state *s, const char *path) TG_MUST_USE;
struct tg_err *tg_state_end_build(struct tg_state *s, uint64_t *stale) TG_MUST_USE;

/* Calls `each` for every stale output in order of path; stops at its first error. */
struct tg_err *tg_state_each_stale(struct tg_state *s,
                                   struct tg_err *(*each)(void *ctx, const char *path,
                                                          const struct tg_output_state *row),
                                   void *ctx) TG_MUST_USE;

/* The source that an output was made from; NULL if it is none.  Caller frees. */
struct tg_err *tg_state_source_of(struct tg_state *s, const char *output,
                                  char **source) TG_MUST_USE;
/* Calls `each` for every output of a source, in order of path. */
struct tg_err *tg_state_each_of(struct tg_state *s, const char *source,
                                struct tg_err *(*each)(void *ctx, const char *path,
                                                       const struct tg_output_state *row),
                                void *ctx) TG_MUST_USE;

/* Calls `each` for every output, in order of path. */
struct tg_err *tg_state_each_output(struct tg_state *s,
                                    struct tg_err *(*each)(void *ctx, const char *path,
                                                           const struct tg_output_state *row),
                                    void *ctx) TG_MUST_USE;

/* The content key of what is behind one password, known by the folders that it protects, in one
 * text.  Keys of other folders stay until all are dropped. */
struct tg_err *tg_state_get_key(struct tg_state *s, const char *folders, uint8_t key[TG_STATE_KEY],
                                bool *found) TG_MUST_USE;
struct tg_err *tg_state_put_key(struct tg_state *s, const char *folders,
                                const uint8_t key[TG_STATE_KEY]) TG_MUST_USE;
struct tg_err *tg_state_count_keys(struct tg_state *s, size_t *n) TG_MUST_USE;
struct tg_err *tg_state_drop_keys(struct tg_state *s) TG_MUST_USE;

/* Makes durable what was recorded so far, after the files of OUT. */
struct tg_err *tg_state_save(struct tg_state *s) TG_MUST_USE;

#endif
