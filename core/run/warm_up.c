/* warm_up.c - see warm_up.h. */
#include "core/run/warm_up.h"

#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "core/codec/codec.h"
#include "core/image/icc.h"

enum { SIDE = 16 };

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

static void use_format(const struct tg_kernels *k, const struct tg_codec *codec)
{
    int fd = memory_file(codec->sample, codec->sample_len);

    if (fd < 0)
        return;
    if (codec->encode)
        encode(k, codec->format, fd);
    decode(k, fd);
    close(fd);
}

void tg_warm_up(void *ctx)
{

    tzset(); /* lcms2 dates the profiles that it makes */
    for (int format = 0; format < TG_FORMATS; format++)
        if (tg_codec_of((enum tg_format)format))
            use_format(ctx, tg_codec_of((enum tg_format)format));
    tg_icc_warm_up();
}
