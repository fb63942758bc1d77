/* sidecar.h (private to core/job) - XMP files beside photos. */
#ifndef TG_JOB_SIDECAR_H
#define TG_JOB_SIDECAR_H

#include "core/state/state.h"

/* Opens photo.jpg.xmp or else photo.xmp beside photo.jpg.  Anything that is no regular file or cannot be
 * opened counts as absent: -1, and a stamp of zeros. */
struct tg_err *tg_sidecar_open(const char *photo, int *fd, struct tg_stamp *stamp) TG_MUST_USE;

#endif
