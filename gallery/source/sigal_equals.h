/* sigal_equals.h - what of sigal's settings has an equal here, said in notes; for gallery/ only.
 * No setting takes effect. */
#ifndef TG_GALLERY_SIGAL_EQUALS_H
#define TG_GALLERY_SIGAL_EQUALS_H

#include "core/base/listing.h"
#include "gallery/source/album_file.h"
#include "gallery/source/sigal_conf.h"

/* Looks for sigal.conf.py in the first folder, whose names these are, and else in the folder
 * above it, where it counts unless its `source` is another folder.  With `all` there is a note for
 * each setting, with the line of album.md that takes its place; else one note, and none once
 * album.md has all these lines.  A file that cannot be read is passed over. */
struct tg_err *tg_sigal_tell(struct tg_site *site, const struct tg_folder *root,
                             const struct tg_listing *names, bool all) TG_MUST_USE;

/* The same of settings that were read of the file `path`; `map` is what album.md says, or NULL. */
struct tg_err *tg_sigal_tell_conf(struct tg_site *site, const char *path,
                                  const struct tg_sigal_conf *conf, const struct tg_yaml *map,
                                  bool all) TG_MUST_USE;

#endif
