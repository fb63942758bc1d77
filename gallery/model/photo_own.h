/* photo_own.h - what is said of a photo outside its file and sidecar joins what these say. */
#ifndef TG_GALLERY_PHOTO_OWN_H
#define TG_GALLERY_PHOTO_OWN_H

#include "core/base/err.h"
#include "gallery/model/photo.h"

/* The keywords of its album, which count for it as its own do, into photo->own. */
struct tg_err *tg_photo_own_keywords(struct tg_photo *photo,
                                     const struct tg_texts *keywords) TG_MUST_USE;

/* Joins photo->metadata by photo->own, which stays: lists are united, of what the bits of enum
 * tg_metadata_ask ask for; other values count where the file has none.  People whose names are not
 * asked for are no keywords either.  Once, after the metadata was filled; `upright` says that faces
 * in the file are where they are on the pages. */
struct tg_err *tg_photo_own_join(struct tg_photo *photo, unsigned asks, bool upright) TG_MUST_USE;

#endif
