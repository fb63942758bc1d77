/* thumbnail.h - the files of the Thumbnail Managing Standard, version 0.9, of freedesktop.org: PNG
 * files that say of which photo they are.  docs/thumbnails.md compares ours with it. */
#ifndef TG_RUN_THUMBNAIL_H
#define TG_RUN_THUMBNAIL_H

#include "core/run/job.h"

/* What thumbnails of a job that was probed carry, as chunks of PNG files; nothing unless it has
 * job->thumbnail.  The caller releases *chunks, whatever comes back. */
struct tg_err *tg_thumbnail_chunks(struct tg_buf *chunks, const struct tg_job *job) TG_MUST_USE;

/* A photo as thumbnails know it. */
struct tg_thumbnail_source {
    const char *uri;
    int64_t mtime_s;
    uint64_t bytes;
};

/* Whether the file at `path` is a whole thumbnail of the photo as it is, whoever made it. */
bool tg_thumbnail_is_of(const char *path, const struct tg_thumbnail_source *source);

/* The URI that a thumbnail in an open folder names; caller frees.  NULL: it is none. */
char *tg_thumbnail_uri(int folder, const char *name) TG_MUST_USE;

/* Notes at `path` that the job's photo, which could be read, cannot be made into a thumbnail: an
 * empty picture with what is known of it. */
struct tg_err *tg_thumbnail_put_failure(const struct tg_job *job, const char *path) TG_MUST_USE;

#endif
