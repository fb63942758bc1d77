/* watch.h - has anything changed below a folder?  By looking, not by the kernel's notices: those
 * are limited in number and do not exist on network file systems. */
#ifndef TG_SERVE_WATCH_H
#define TG_SERVE_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tg_watch {
    char path[1024]; /* relative to `root`, cut if it is longer; "": nothing, or `root` itself */
};

/* A number that changes when a file or folder below `root` appears, vanishes, or has another size
 * or time.  Hidden ones do not count, nor does the folder `skip` (a path; it need not exist).  What
 * cannot be read is as if it were not there.  A link counts as itself: what it leads to in `root`
 * is looked at where it is.  With `follow` it is what it leads to, anywhere.
 *
 * *last (unless NULL) is what changed last, as far as files and folders tell: of something that
 * vanished, its folder. */
uint64_t tg_watch_look(const char *root, const char *skip, bool follow, struct tg_watch *last);

#endif
