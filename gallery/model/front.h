/* front.h - how the first page of a site begins. */
#ifndef TG_GALLERY_FRONT_H
#define TG_GALLERY_FRONT_H

enum tg_front {
    TG_FRONT_TILES,   /* one tile for each album */
    TG_FRONT_LEAD,    /* a large picture, or a few, before them */
    TG_FRONT_TIMELINE /* the tiles by years */
};

#endif
