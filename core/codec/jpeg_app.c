/* jpeg_app.c - see jpeg_app.h. */
#include "core/codec/jpeg_app.h"

#include <string.h>

#include "core/codec/jpeg_marks.h"

enum { EXIF = 1, XMP = 1, ICC = 2, PHOTOSHOP = 13 };

/* Each with its NUL.  EXIF's is followed by one byte more, which should be 0. */
static const char exif_mark[] = TG_MARK_EXIF;
static const char xmp_mark[] = TG_MARK_XMP;
static const char photoshop_mark[] = "Photoshop 3.0";

void tg_jpeg_keep_apps(j_decompress_ptr cinfo, bool resources)
{
    jpeg_save_markers(cinfo, JPEG_APP0 + EXIF, 0xffff); /* XMP's too */
    jpeg_save_markers(cinfo, JPEG_APP0 + ICC, 0xffff);
    if (resources)
        jpeg_save_markers(cinfo, JPEG_APP0 + PHOTOSHOP, 0xffff);
}

/* The first such segment that begins with `mark`; NULL if there is none. */
static jpeg_saved_marker_ptr find(j_decompress_ptr cinfo, int app, const char *mark, size_t len)
{
    jpeg_saved_marker_ptr m = cinfo->marker_list;

    while (m && (m->marker != JPEG_APP0 + app || m->data_length < len ||
                 memcmp(m->data, mark, len) != 0))
        m = m->next;
    return m;
}

/* A copy of what such a segment holds behind its mark. */
static struct tg_err *copy(j_decompress_ptr cinfo, int app, const char *mark, size_t len,
                           struct tg_blob *blob)
{
    jpeg_saved_marker_ptr m = find(cinfo, app, mark, len);

    return m ? tg_blob_set(blob, m->data + len, m->data_length - len) : NULL;
}

struct tg_blob tg_jpeg_find_exif(j_decompress_ptr cinfo)
{
    jpeg_saved_marker_ptr m = find(cinfo, EXIF, exif_mark, sizeof(exif_mark));

    if (!m || m->data_length <= sizeof(exif_mark))
        return (struct tg_blob){0};
    m->data[sizeof(exif_mark)] = 0; /* some programs fill with 0xff, and browsers do not mind */
    return (struct tg_blob){m->data, m->data_length};
}

struct tg_err *tg_jpeg_copy_metadata(j_decompress_ptr cinfo, struct tg_blob *exif,
                                     struct tg_blob *xmp)
{
    struct tg_blob own = tg_jpeg_find_exif(cinfo);
    struct tg_err *err = own.data ? tg_blob_set(exif, own.data, own.len) : NULL;

    return err ? err : copy(cinfo, XMP, xmp_mark, sizeof(xmp_mark), xmp);
}

struct tg_err *tg_jpeg_copy_resources(j_decompress_ptr cinfo, struct tg_blob *resources)
{
    return copy(cinfo, PHOTOSHOP, photoshop_mark, sizeof(photoshop_mark), resources);
}
