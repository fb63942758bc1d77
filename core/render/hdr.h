/* hdr.h (private to core/render) - the gain map of a photo, which goes along with its outputs.
 *
 * An output shows the same part of the map as of the picture, turned alike.  The map keeps its
 * scale, and is at most a quarter as wide and high as a picture that was reduced. */
#ifndef TG_RENDER_HDR_H
#define TG_RENDER_HDR_H

#include "core/codec/gainmap.h"
#include "core/render/view.h"

struct tg_hdr {
    struct tg_gainmap gain; /* TG_GAINMAP_NONE: there is nothing that outputs could carry */
    struct tg_picture map;
    enum tg_format format; /* of the photo */
};

/* A photo and all its outputs.  Everything is borrowed. */
struct tg_hdr_photo {
    const struct tg_kernels *kernels;
    const struct tg_codec *codec;
    const struct tg_limits *limits;
    int source;                     /* its file */
    const struct tg_image *picture; /* what it was decoded to */
    const struct tg_output_spec *specs;
    size_t n;
};

/* Reads the gain map if an output wants it.  What is wrong with it is noted in *damage, and the
 * photo can be shown without; errors are those of the system, and memory.  The caller releases
 * *hdr, on error too. */
struct tg_err *tg_hdr_read(struct tg_hdr *hdr, const struct tg_hdr_photo *photo,
                           struct tg_damage *damage) TG_MUST_USE;
void tg_hdr_release(struct tg_hdr *hdr);

/* Whether this output carries the map. */
bool tg_hdr_is_wanted(const struct tg_hdr *hdr, const struct tg_output_spec *spec,
                      const struct tg_image *picture);

/* What tg_hdr_write() is told of an output that is finished but for the map. */
struct tg_hdr_output {
    const struct tg_output_spec *spec;
    const struct tg_image *picture; /* the photo */
    bool copied;                    /* the output has its coded data */
    int source;                     /* the photo's file */
    struct tg_blob file;            /* the whole JPEG file of the output; borrowed */
};

/* Writes the output with its map; *bytes: how many. */
struct tg_err *tg_hdr_write(struct tg_hdr *hdr, const struct tg_hdr_output *output, int fd,
                            uint64_t *bytes) TG_MUST_USE;

#endif
