/* assets.h - files that are compiled into the program and written into every gallery. */
#ifndef TG_GALLERY_ASSETS_H
#define TG_GALLERY_ASSETS_H

#include <stddef.h>

struct tg_asset {
    const unsigned char *data;
    size_t len;
};

extern const struct tg_asset tg_asset_style;  /* assets/style.css */
extern const struct tg_asset tg_asset_story;  /* assets/story.css: what projects need besides */
extern const struct tg_asset tg_asset_light;  /* assets/light.css: all that light pages have */
extern const struct tg_asset tg_asset_unlock; /* assets/unlock.js */
extern const struct tg_asset tg_asset_night;  /* assets/night.js */
extern const struct tg_asset
    tg_asset_viewer; /* assets/viewer/, joined, in a block without an end */
extern const struct tg_asset
    tg_asset_motion_photos; /* what comes before the end on pages with motion photos */
extern const struct tg_asset tg_asset_viewer_style;   /* assets/viewer.css */
extern const struct tg_asset tg_asset_map_style;      /* assets/map.css: of pages with a map */
extern const struct tg_asset tg_asset_coast;          /* assets/coast.bin: for coast.c alone */
extern const struct tg_asset tg_asset_timeline_style; /* assets/timeline.css, timeline.js: ... */
extern const struct tg_asset tg_asset_timeline;       /* ... of pages with a timeline */

#endif
