/* cmd_example.c - tirage example: photos for those who have none at hand, made here. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/cli.h"
#include "core/base/file.h"
#include "core/codec/exif.h"
#include "core/image/scene.h"

static const struct {
    const char *album;
    unsigned photos, month, day; /* of 2025; the day of the first photo */
} albums[] = {{"Autumn in the hills", 9, 10, 11},
              {"Lake country", 7, 7, 19},
              {"Winter walk/Day 1", 4, 1, 18},
              {"Winter walk/Day 2", 5, 1, 19}};

/* Sizes of coded pictures and how they are turned: a camera roll has some of each. */
static const struct {
    uint32_t w, h;
    unsigned orientation;
} shapes[] = {{2000, 1500, 1}, {2000, 1333, 1}, {1500, 2000, 1}, {2400, 1350, 1}, {2400, 1000, 1}};

static struct tg_err *write_photo(const struct tg_kernels *k, const char *path, uint32_t seed,
                                  const char *date)
{
    size_t shape = (size_t)seed * 7 % (sizeof(shapes) / sizeof(shapes[0]));
    uint8_t exif[TG_EXIF_BYTES];
    struct tg_encode_options options = {.format = TG_JPEG, .quality = 90};
    struct tg_image image = {0};
    struct tg_sink sink = {0};
    struct tg_output out;
    struct tg_err *err;

    tg_exif_write(exif, shapes[shape].orientation, date);
    err = tg_scene_paint(k, seed, shapes[shape].w, shapes[shape].h, 2, &image);
    if (err)
        return err;
    err = tg_output_open(&out, path, NULL);
    if (!err)
        err = tg_blob_set(&image.exif, exif, sizeof(exif));
    if (!err)
        err = tg_sink_init(&sink, out.fd, path);
    if (!err)
        err = tg_codec_jpeg.encode(k, &image, &options, &sink);
    tg_sink_release(&sink);
    tg_image_release(&image);
    if (err) {
        tg_output_abort(&out);
        return err;
    }
    return tg_output_commit(&out);
}

static struct tg_err *write_all(const struct cli_options *o, const struct tg_kernels *k)
{
    struct tg_err *err = NULL;
    uint32_t seed = 1;

    for (size_t a = 0; a < sizeof(albums) / sizeof(albums[0]); a++)
        for (unsigned i = 1; !err && i <= albums[a].photos; i++) {
            struct tg_buf path;
            char date[20];

            /* five photos a day, an hour and some minutes apart */
            (void)snprintf(date, sizeof(date), "2025-%02u-%02uT%02u:%02u:00", albums[a].month,
                           albums[a].day + (i - 1) / 5, 10 + (i - 1) % 5, i * 17 % 60);
            tg_buf_init(&path, 1 << 16);
            tg_buf_printf(&path, "%s/%s/view %02u.jpg", o->args[0], albums[a].album, i);
            err = path.failed ? tg_err_nomem() : write_photo(k, tg_buf_str(&path), seed++, date);
            tg_buf_release(&path);
        }
    return err;
}

static unsigned count_photos(void)
{
    unsigned n = 0;

    for (size_t i = 0; i < sizeof(albums) / sizeof(albums[0]); i++)
        n += albums[i].photos;
    return n;
}

int cmd_example(const struct cli_options *o)
{
    struct tg_kernels kernels;
    struct tg_err *err;

    if (o->args_len != 1)
        return cli_usage(o, "example needs the name of a new folder");
    tg_kernels_init(&kernels, o->cpu_mask);
    err = tg_dir_make_parent(o->args[0]);
    if (!err)
        err = tg_dir_make_new(o->args[0]);
    if (!err)
        err = write_all(o, &kernels);
    if (!err && o->json)
        printf("{\"event\": \"done\", \"photos\": %u}\n", count_photos());
    return cli_exit_code(err, EXIT_DONE);
}
