/* photo.c - see photo.h. */
#include "gallery/model/photo.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "gallery/model/names.h"

enum { VIDEO_BOX = 1280 };

static const char *video_arguments[] = {"-preset",  "veryfast", "-crf",      "24",
                                        "-pix_fmt", "yuv420p",  "-movflags", "+faststart"};

const struct tg_media_options tg_plain_video = {
    .json = "{\"film\": 1}", /* raised whenever what follows changes */
    .audio = "aac",
    .extension = "mp4",
    .video = "libx264",
    .format = "mp4",
    .box_w = VIDEO_BOX,
    .box_h = VIDEO_BOX,
    .arguments = {video_arguments, sizeof(video_arguments) / sizeof(video_arguments[0])},
    .controls = true,
};

const struct tg_media_options tg_motion_video = {
    .json = "{\"motion\": 1}", /* raised whenever what follows changes */
    .extension = "mp4",
    .video = "libx264",
    .format = "mp4",
    .box_w = VIDEO_BOX,
    .box_h = VIDEO_BOX,
    .arguments = {video_arguments, sizeof(video_arguments) / sizeof(video_arguments[0])},
};

const char *tg_rendition_suffix(const struct tg_photo *photo, const struct tg_rendition *r)
{
    bool renamed = photo->new_ext && !(r->options && strcmp(photo->new_ext, ".png") == 0);

    if (photo->video || photo->is_frame)
        return ".jpg";
    return renamed ? photo->new_ext : tg_path_ext(photo->path);
}

bool tg_photo_good(const struct tg_photo *photo)
{
    return !photo->failed && photo->renditions_len > 0;
}

bool tg_photo_moves(const struct tg_photo *photo)
{
    return photo->motion && !photo->motion->failed && tg_photo_good(photo);
}

int tg_photo_date_cmp(const struct tg_photo *a, const struct tg_photo *b)
{
    int order;

    if (!*a->date != !*b->date)
        return *a->date ? -1 : 1;
    order = strcmp(a->date, b->date);
    return order ? order : tg_picture_name_cmp(a->path, b->path);
}

void tg_photo_free(struct tg_photo *photo)
{
    free(photo->caption);
    tg_metadata_release(&photo->metadata);
    tg_metadata_release(&photo->own);
    for (size_t i = 0; i < photo->renditions_len; i++) {
        free(photo->renditions[i].name);
        free(photo->renditions[i].webp);
        free(photo->renditions[i].avif);
    }
    free(photo->renditions);
    free(photo->path);
    free(photo->dir);
    free(photo);
}

void tg_medium_free(struct tg_medium *medium)
{
    free(medium->path);
    free(medium->dir);
    free(medium->name);
    free(medium);
}
