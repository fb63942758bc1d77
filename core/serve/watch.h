/* watch.h - has anything changed below a folder?  By looking, not by the kernel's notices: those
 * are limited in number and do not exist on network file systems. */
#ifndef TG_SERVE_WATCH_H
#define TG_SERVE_WATCH_H

#include <stdbool.h>
#include <stdint.h>

/* A number that changes when a file or folder below `root` appears, vanishes, or has another size
 * or time.  Hidden ones do not count, nor does the folder `skip` (a path; it need not exist).  What
 * cannot be read is as if it were not there.  A link counts as itself: what it leads to in `root`
 * is looked at where it is.  With `follow` it is what it leads to, anywhere. */
uint64_t tg_watch_look(const char *root, const char *skip, bool follow);

#endif
