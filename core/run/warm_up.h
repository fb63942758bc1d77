/* warm_up.h (private to core/run) - the first use of every library, before a worker is confined. */
#ifndef TG_RUN_WARM_UP_H
#define TG_RUN_WARM_UP_H

/* Libraries open files or ask the kernel things the first time they are used (the time zone, the
 * CPU on ARM).  Decodes a tiny picture of every format that is read, encodes every one that is
 * written, converts colours.  ctx is the const struct tg_kernels * to use.  Whatever fails here
 * will fail for a photo. */
void tg_warm_up(void *ctx);

#endif
