/* attention.h (private to core/render) - which part of a picture a crop should show.
 *
 * A crop is as wide or as high as the picture and slides along the other side.  Where the photo's
 * metadata say that faces are (core/codec/xmp_faces.h), it goes to where the most of their area is
 * in it.  Otherwise to where this sum over the pixels of a version of at most 64 x 64 pixels is the
 * largest:
 *
 *     4 * (|Y right - Y left| + |Y below - Y above|) + |Cb - 128| + |Cr - 128|
 *
 * where neighbours beyond the edge are the edge.  Of several neighbouring places that are equal it
 * takes that in whose middle the centre of all that was summed up is most nearly. */
#ifndef TG_RENDER_ATTENTION_H
#define TG_RENDER_ATTENTION_H

#include "core/render/view.h"

/* Whether what the output shows depends on what there is to be seen. */
bool tg_attention_is_wanted(const struct tg_output_spec *spec);

/* Sets the focus of the geometry of an output of which that is so. */
struct tg_err *tg_attention_find(struct tg_picture *p, struct tg_output_spec *spec) TG_MUST_USE;

#endif
