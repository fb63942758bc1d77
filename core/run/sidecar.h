/* sidecar.h (private to core/run) - the files of a photo: itself, and its sidecar. */
#ifndef TG_RUN_SIDECAR_H
#define TG_RUN_SIDECAR_H

#include "core/base/enclosure.h"
#include "core/run/job.h"

/* Opens a job's photo: its input, or below `source` by its key.  By its path are opened the first
 * frames of videos, which are ours, photos without a key, which the user has named, and all without
 * a `source`.  A FIFO does not hang it. */
struct tg_err *tg_photo_open(const struct tg_enclosure *source, const struct tg_job *job, int *fd,
                             struct tg_stamp *stamp) TG_MUST_USE;

/* Describes the same without opening it; of a first frame its video.  False if it cannot be opened
 * either. */
bool tg_photo_look(const struct tg_enclosure *source, const struct tg_job *job, struct stat *st);

/* Opens the job's sidecar, below `source`; where nobody knows its name, photo.jpg.xmp or else
 * photo.xmp next to photo.jpg, in the same way as that.  First frames have only sidecars that are
 * known.  Anything that is no regular file, leads out of `source` or cannot be opened counts as
 * absent: -1, and a stamp of zeros. */
struct tg_err *tg_sidecar_open(const struct tg_enclosure *source, const struct tg_job *job, int *fd,
                               struct tg_stamp *stamp) TG_MUST_USE;

#endif
