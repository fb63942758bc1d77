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
extern const struct tg_asset tg_asset_lead;   /* assets/lead.css: `front: lead` */
extern const struct tg_asset tg_asset_mosaic; /* assets/mosaic.css: what albums need besides */
extern const struct tg_asset tg_asset_years;  /* assets/years.css: `front: timeline` */
extern const struct tg_asset tg_asset_unlock; /* assets/unseal.js, blobs.js, unlock.js, joined */
extern const struct tg_asset tg_asset_sw;     /* assets/unseal.js, sw.js, joined */
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
extern const struct tg_asset tg_asset_search;         /* assets/search.js, search.css: ... */
extern const struct tg_asset tg_asset_search_style;   /* ... of pages with a search */
extern const struct tg_asset tg_asset_found_style;    /* assets/found.css: search.js asks for it */
extern const struct tg_asset tg_asset_views_style;    /* assets/views.css: virtual albums */
extern const struct tg_asset tg_asset_proof;          /* assets/proof.js: pages with proofing */
extern const struct tg_asset tg_asset_proof_style;    /* assets/proof.css */

/* What pages with a switch between day and night need, and what themes have besides paper. */
extern const struct tg_asset tg_asset_switch;      /* assets/switch.css */
extern const struct tg_asset tg_asset_exposure;    /* assets/themes/exposure.css */
extern const struct tg_asset tg_asset_night_theme; /* assets/themes/night.css */

/* assets/fonts/: letters of western Europe, and those of Latin Extended-A. */
extern const struct tg_asset tg_asset_jost, tg_asset_jost_ext;
extern const struct tg_asset tg_asset_instrument, tg_asset_instrument_ext;

#endif
