/* plan.h - what the plans of plain trees and of projects share; for gallery/ only. */
#ifndef TG_GALLERY_PLAN_H
#define TG_GALLERY_PLAN_H

#include "gallery/model/site.h"

/* The output name of a photo; one in another format keeps the photo's whole name before its suffix:
 * a.gif and a.png must not both become a-...png.  Caller frees; NULL when memory is short. */
char *tg_plan_name(const struct tg_photo *photo, const char *options_json, uint32_t req_w,
                   uint32_t req_h) TG_MUST_USE;

/* How films of plain trees are made: what every browser plays, no larger than 1280 pixels. */
extern const struct tg_media_options tg_plain_film;

/* Name and size of a medium, once its first frame is known. */
struct tg_err *tg_plan_medium(struct tg_medium *medium) TG_MUST_USE;

/* The date in a film's file name, as phones write it there: VID_20200517_134500.mp4.  It goes before the one in the
 * film, which may be in universal time; names are in that of the place, as photos' dates are. */
void tg_plan_date(struct tg_photo *frame);

/* tg_site_plan() of a project, after probing. */
struct tg_err *tg_project_plan(struct tg_site *site) TG_MUST_USE;

/* The name of the same rendition as WebP, which no other source's can be: its checksum is that of other options,
 * and the photo's own suffix stays in it.  Caller frees; NULL when memory is short. */
char *tg_plan_webp_name(const struct tg_photo *photo, const char *options_json, uint32_t req_w,
                        uint32_t req_h) TG_MUST_USE;

/* Whether WebP renditions are wanted beside the photo's others: none of a photo that is WebP itself or has a side longer
 * than a WebP may have, or of a film in a plain tree.  Once its size is known. */
bool tg_plan_wants_webp(const struct tg_site *site, const struct tg_photo *photo);

#endif
