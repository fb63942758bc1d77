/* warm_up.c - see warm_up.h. */
#include "core/run/warm_up.h"

#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "core/codec/codec.h"
#include "core/image/icc.h"

enum { SIDE = 16 };

/* One pixel each, by hand: we read these formats and do not write them. */
static const uint8_t gif[] = {'G', 'I', 'F', '8', '9',  'a',  1,    0,    1, 0, 0x80, 0,
                              0,   0,   0,   0,   0xFF, 0xFF, 0xFF, 0x2C, 0, 0, 0,    0,
                              1,   0,   1,   0,   0,    2,    2,    0x44, 1, 0, 0x3B};
#define SHORT(tag, value) (tag) & 255, (tag) >> 8, 3, 0, 1, 0, 0, 0, value, 0, 0, 0
/* Width, height, bits per sample, no compression, 0 is black, where the pixel is, rows, bytes. */
static const uint8_t tiff[] = {'I',
                               'I',
                               42,
                               0,
                               8,
                               0,
                               0,
                               0,
                               8,
                               0,
                               SHORT(256, 1),
                               SHORT(257, 1),
                               SHORT(258, 8),
                               SHORT(259, 1),
                               SHORT(262, 1),
                               SHORT(273, 110),
                               SHORT(278, 1),
                               SHORT(279, 1),
                               0,
                               0,
                               0,
                               0,
                               0x80};

static void decode(const struct tg_kernels *k, int fd)
{
    struct tg_decode_options options = {.kernels = k, .limits = {SIDE * SIDE}, .metadata = true};
    const struct tg_codec *codec = NULL;
    struct tg_damage damage = {0};
    struct tg_source src;
    struct tg_image im;
    struct tg_err *err;

    (void)lseek(fd, 0, SEEK_SET);
    err = tg_source_init(&src, fd, "warm-up");
    if (!err)
        err = tg_codec_find(&src, &codec);
    if (!err)
        err = codec->decode(&src, &options, &im, &damage);
    if (!err)
        tg_image_release(&im);
    tg_err_free(err);
    tg_source_release(&src);
}

static void encode(const struct tg_kernels *k, enum tg_format format, int fd)
{
    struct tg_encode_options options = {.format = format, .quality = 75};
    struct tg_sink sink = {.fd = -1};
    struct tg_image im;
    struct tg_err *err =
        tg_image_new(&im, SIDE, SIDE, format == TG_JPEG ? TG_YCC : TG_RGB, false, 8);

    if (err) {
        tg_err_free(err);
        return;
    }
    for (unsigned c = 0; c < im.planes; c++)
        for (uint32_t y = 0; y < SIDE; y++)
            for (uint32_t x = 0; x < SIDE; x++)
                im.plane[c].data[y * im.plane[c].stride + x] = (uint8_t)(16 * x + y + c);
    err = tg_sink_init(&sink, fd, "warm-up");
    if (!err)
        err = tg_codec_writer(format)->encode(k, &im, &options, &sink);
    tg_err_free(err);
    tg_sink_release(&sink);
    tg_image_release(&im);
}

/* A file in memory, holding `data`. */
static int memory_file(const void *data, size_t len)
{
    int fd = memfd_create("tirage", MFD_CLOEXEC);

    if (fd >= 0 && write(fd, data, len) != (ssize_t)len) {
        close(fd);
        fd = -1;
    }
    return fd;
}

static void use_format(const struct tg_kernels *k, enum tg_format format)
{
    int fd = format == TG_GIF    ? memory_file(gif, sizeof(gif))
             : format == TG_TIFF ? memory_file(tiff, sizeof(tiff))
                                 : memory_file("", 0);

    if (fd < 0)
        return;
    if (tg_codec_writer(format))
        encode(k, format, fd);
    decode(k, fd);
    close(fd);
}

void tg_warm_up(void *ctx)
{

    tzset(); /* lcms2 dates the profiles that it makes */
    for (int format = TG_JPEG; format <= TG_TIFF; format++)
        use_format(ctx, (enum tg_format)format);
    tg_icc_warm_up();
}
