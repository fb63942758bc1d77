/* incremental.h - what of a build is already there from an earlier one.
 *
 * An output is up to date when the state records it with the plan that is wanted now, and the file
 * is still as it was written.  A plan is a photo's content, all the outputs wanted of it, and the
 * version of the encoders: bytes depend on nothing else.  A photo with any output missing or stale
 * is rendered whole. */
#ifndef TG_INCREMENTAL_INCREMENTAL_H
#define TG_INCREMENTAL_INCREMENTAL_H

#include "core/run/run.h"
#include "core/state/state.h"

/* Raised whenever outputs of the same plan come out with other bytes or another placeholder than
 * before. */
enum { TG_ENCODER_VERSION = 1 };

struct tg_incremental {
    struct tg_state *state;
    const char *out, *tmpdir;          /* see tg_outdir_claim() */
    const struct tg_enclosure *source; /* SRC, where keys lead to photos; NULL: paths alone do */
    bool look;                         /* write nothing, neither files nor records */
    bool verify;                       /* trust no stamp: read every photo and every output again */
    unsigned unsaved;                  /* jobs recorded since the last save */
};

/* Before probing: a photo whose stamp and whose sidecar's stamp are the recorded ones has not
 * changed and need not be opened.  Fills its info, metadata and content hash. */
struct tg_err *tg_incremental_probe(struct tg_incremental *u, struct tg_job *job) TG_MUST_USE;

/* After probing: records what was found. */
struct tg_err *tg_incremental_probed(struct tg_incremental *u,
                                     const struct tg_job *job) TG_MUST_USE;

/* Before rendering: sets job->plan and job->fresh, and the placeholder, was_damaged and sizes and
 * hashes of outputs of fresh ones.  Outputs that exist under other names, because the photo was
 * moved or is there twice, are copied. */
struct tg_err *tg_incremental_plan(struct tg_incremental *u, struct tg_job *job) TG_MUST_USE;

/* What is recorded of a file goes to its output. */
void tg_incremental_take(struct tg_job_output *output, const struct tg_output_state *row);

/* After rendering: records the outputs under their final names, and saves every now and then. */
struct tg_err *tg_incremental_rendered(struct tg_incremental *u,
                                       const struct tg_job *job) TG_MUST_USE;

/* A file that another program makes, `path` relative to OUT: whether it is there and was made by
 * this plan; and its record, saved at once, when it has been made, with the bytes that are sealed
 * in it, or 0. */
struct tg_err *tg_incremental_file_fresh(struct tg_incremental *u, const char *path,
                                         const struct tg_hash *plan, bool *fresh) TG_MUST_USE;
struct tg_err *tg_incremental_file_made(struct tg_incremental *u, const char *path,
                                        const char *source, const struct tg_hash *plan,
                                        uint64_t content) TG_MUST_USE;

/* Records a page or an asset, `path` relative to OUT, just written or found unchanged. */
struct tg_err *tg_incremental_page(struct tg_incremental *u, const char *path) TG_MUST_USE;

/* A file that changed so short a time before it was read may have changed again within the same
 * tick of the file system's clock; false then. */
bool tg_incremental_settled(const struct tg_stamp *stamp, int64_t seen_ns);

/* Whether a record can be what a header said. */
bool tg_incremental_is_sane(const struct tg_source_state *row);

/* The stamp of an output: without the times that links and chmod change. */
struct tg_err *tg_incremental_stamp(const char *path, struct tg_stamp *stamp,
                                    bool *exists) TG_MUST_USE;

/* Whether the file at `path` is as `row` says it was written.  One that only has another stamp, as
 * after a copy or a restored cache, is read, and `row` gets its stamp if the bytes are those; with
 * `verify` every file is read. */
struct tg_err *tg_incremental_intact(const char *path, struct tg_output_state *row, bool verify,
                                     bool *yes) TG_MUST_USE;

#endif
