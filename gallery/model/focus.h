/* focus.h - which part of a picture stays to be seen where it is cropped to another shape. */
#ifndef TG_GALLERY_FOCUS_H
#define TG_GALLERY_FOCUS_H

#include "gallery/model/node.h"

/* Width by height of what a picture fills, in thousandths: the narrowest and the widest shape that
 * it takes in windows of all kinds. */
struct tg_shapes {
    uint32_t narrowest, widest;
};

/* The same as CSS's object-position, in per cent.  As its owner says; else so that no face of its
 * metadata is cut in any of the shapes in which all of them have room, and where they have not, the
 * largest stay whole; else the middle of a landscape, and more of the upper half of a portrait. */
struct tg_focus tg_focus_of(const struct tg_ref *ref, struct tg_shapes shapes);

#endif
