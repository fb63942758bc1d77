/* sidecar_names.h - which file in a photo's folder says more of it; for gallery/ only.
 *
 * Of photo.jpg it is the first that is there of
 * - photo.jpg.xmp and photo.xmp (darktable's photo_01.jpg.xmp are other versions of the photo);
 * - what Google Takeout writes: photo.jpg.json or photo.jpg.supplemental-metadata.json, whose name
 *   it cuts anywhere in its second half, or in that of the photo after 46 characters; photo(1).jpg
 *   has photo.jpg(1).json; photo-edited.jpg, in the languages of Takeout too, that of photo.jpg;
 *   and photo.mp4, which Live Photos have alongside, that of the picture. */
#ifndef TG_GALLERY_SIDECAR_NAMES_H
#define TG_GALLERY_SIDECAR_NAMES_H

#include "core/base/listing.h"
#include "gallery/source/album_file.h"

/* Fills `sidecar` of the album's photos and videos; `names` are those in its folder. */
struct tg_err *tg_sidecars_find(struct tg_site *site, struct tg_folder *album,
                                const struct tg_listing *names) TG_MUST_USE;

#endif
