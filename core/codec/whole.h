/* whole.h (private) - files as one piece of memory, for libraries that cannot stream. */
#ifndef TG_CODEC_WHOLE_H
#define TG_CODEC_WHOLE_H

#include <stddef.h>
#include <stdint.h>

#include "core/codec/stream.h"
#include "core/image/image.h"

/* The largest file that is read whole. */
enum { TG_WHOLE_MAX = 512 << 20 };

/* Reads the rest of the source, what was peeked at included.  The caller releases *file.
 * TG_E_LIMIT for files over TG_WHOLE_MAX. */
struct tg_err *tg_whole_read(struct tg_source *src, struct tg_blob *file) TG_MUST_USE;

/* Writes len bytes after what the sink's buffer holds, which is flushed first. */
struct tg_err *tg_whole_write(struct tg_sink *dst, const void *data, size_t len) TG_MUST_USE;

#endif
