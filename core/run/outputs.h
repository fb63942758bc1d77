/* outputs.h (private to core/run) - outputs on their way from the worker that makes them to their
 * folder.
 *
 * A worker writes into files in memory, which cannot grow beyond what such an output can take.  The
 * program commits bytes that it has read, checked and hashed itself: whatever a worker does to its
 * file afterwards, and whatever it says of it, changes nothing. */
#ifndef TG_RUN_OUTPUTS_H
#define TG_RUN_OUTPUTS_H

#include "core/base/file.h"
#include "core/crypt/secret.h"
#include "core/run/job.h"

/* The most bytes that an output of a source with this header and size can have. */
uint64_t tg_output_most(const struct tg_output_spec *spec, const struct tg_info *info,
                        uint64_t source_bytes);

/* The most that any output can have if no source has more pixels, nor is itself larger than a
 * gigabyte. */
uint64_t tg_output_most_of_all(uint64_t max_pixels);

/* A file in memory, empty but for its length of `most` zeros: it can be cut, but not grow. */
struct tg_err *tg_outbox_new(uint64_t most, int *fd) TG_MUST_USE;

/* What a worker says that it made. */
struct tg_outbox {
    int fd;
    uint64_t bytes;
    enum tg_format format;
    const struct tg_secret *seal; /* borrowed; NULL: anybody may see it */
    /* Chunks that the file gets, a PNG file that anybody may see; borrowed; NULL: none. */
    const struct tg_buf *chunks;
};

/* Copies it to a temporary file for the path or place of the job's output, or seals it; *hash is
 * that of the bytes written.  TG_E_WORKER: it is not what it should be, which is the worker's
 * fault; other errors are the output's. */
struct tg_err *tg_outbox_take(const struct tg_outbox *box, const struct tg_job_output *to,
                              const char *tmpdir, struct tg_output *o,
                              struct tg_hash *hash) TG_MUST_USE;

#endif
