/* limits.h - limits that what people write is checked against and that the engine relies on. */
#ifndef TG_BASE_LIMITS_H
#define TG_BASE_LIMITS_H

enum {
    TG_MAX_SIDE = 65500, /* of a picture, in pixels: what libjpeg can write */
    TG_JOB_OUTPUTS = 60, /* of one photo: what fits into one message with the source */
};

#endif
