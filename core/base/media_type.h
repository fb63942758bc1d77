/* media_type.h - what the files of a site are, as HTTP says it. */
#ifndef TG_BASE_MEDIA_TYPE_H
#define TG_BASE_MEDIA_TYPE_H

/* The media type of a file by its name's suffix. */
const char *tg_media_type(const char *path);

#endif
