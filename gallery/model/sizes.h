/* sizes.h - the sizes that pictures are made and shown in, unless settings name others. */
#ifndef TG_GALLERY_SIZES_H
#define TG_GALLERY_SIZES_H

/* Of the widths of albums' photos (plan.c), the one that stands where there can be only one. */
enum { TG_ALBUM_WIDTH = 960 };

/* Heights of pictures in sections, as récitale's exposure theme asks for them, by where they are
 * shown; and those that a picture that leads to a larger one has besides. */
enum {
    TG_HEIGHT_FULL = 2000,
    TG_HEIGHT_BORDERED = 1920,
    TG_HEIGHT_ALONE = 1366, /* in its row, of pictures or tiles */
    TG_HEIGHT_TILE = 900,   /* and on cards of other programs */
    TG_HEIGHT_PANORAMA = 800,
    TG_HEIGHT_BASIC = 800, /* on basic pages */
    TG_HEIGHT_GROUP = 600,
    TG_HEIGHT_SMALL = 150, /* récitale's first layer of a tile too: too small to choose from */
    TG_SIDE_AUTHOR = 400,
};
#define TG_LARGER_HEIGHTS 450, 800, 1366, 1920

#endif
