/* jpeg_app.h (private) - metadata in the application segments that libjpeg has kept. */
#ifndef TG_CODEC_JPEG_APP_H
#define TG_CODEC_JPEG_APP_H

#include "core/codec/jpeg_common.h"

/* Asks libjpeg to keep the segments of EXIF, XMP and ICC profiles; with `resources` Photoshop's
 * too. */
void tg_jpeg_keep_apps(j_decompress_ptr cinfo, bool resources);

/* The EXIF block, which stays libjpeg's, from "Exif\0\0" on; empty if there is none. */
struct tg_blob tg_jpeg_find_exif(j_decompress_ptr cinfo);

/* Copies of EXIF and XMP, each left alone if there is none. */
struct tg_err *tg_jpeg_copy_metadata(j_decompress_ptr cinfo, struct tg_blob *exif,
                                     struct tg_blob *xmp) TG_MUST_USE;

/* The same of Photoshop's resources. */
struct tg_err *tg_jpeg_copy_resources(j_decompress_ptr cinfo,
                                      struct tg_blob *resources) TG_MUST_USE;

#endif
