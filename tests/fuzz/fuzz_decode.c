/* fuzz_decode.c - whatever a file holds, it is an error or a picture that keeps the promises of
 * codec.h.  The first byte says how to decode: see enum how. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/codec/codec.h"
#include "tests/fuzz/clean_metadata.h"

enum how {
    DEEP = 1,
    METADATA = 2,
    SHRINK = 4 + 8, /* wanted size: 1/1, 1/4, 1/16, 1/64 */
    PLAIN_C = 16,   /* the kernels in C */
    WRITE = 32,     /* encode what was decoded */
    TWICE = 64,     /* decode again and compare */
};

#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
enum { MAX_PIXELS = 1 << 18 };
#else
enum { MAX_PIXELS = 1 << 22 };
#endif

static void plan(const void *ctx, const struct tg_info *info, struct tg_decode_plan *plan)
{
    unsigned how = *(const uint8_t *)ctx;
    unsigned shift = (how & SHRINK) / 4 * 2;

    plan->want_w = info->width >> shift ? info->width >> shift : 1;
    plan->want_h = info->height >> shift ? info->height >> shift : 1;
    plan->deep = how & DEEP;
}

static int input_file(const uint8_t *data, size_t size)
{
    static int fd = -1;

    if (fd < 0)
        fd = memfd_create("input", MFD_CLOEXEC);
    require(fd >= 0 && ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0);
    require(write(fd, data, size) == (ssize_t)size && lseek(fd, 0, SEEK_SET) == 0);
    return fd;
}

static int output_file(void)
{
    static int fd = -1;

    if (fd < 0)
        fd = memfd_create("output", MFD_CLOEXEC);
    require(fd >= 0 && ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0);
    return fd;
}

static struct tg_err *find(struct tg_source *src, int fd, const struct tg_codec **codec)
{
    struct tg_err *err;

    require(lseek(fd, 0, SEEK_SET) == 0);
    err = tg_source_init(src, fd, "input");
    return err ? err : tg_codec_find(src, codec);
}

static bool probe(int fd, struct tg_info *info)
{
    struct tg_limits limits = {MAX_PIXELS};
    const struct tg_codec *codec = NULL;
    struct tg_raw_metadata raw = {0};
    struct tg_metadata metadata = {0};
    const struct tg_blob no_sidecar = {0};
    struct tg_source src;
    struct tg_err *err = find(&src, fd, &codec);

    if (!err)
        err = codec->probe(&src, &limits, info, &raw);
    if (!err)
        err = tg_raw_metadata_parse(&raw, &no_sidecar, info, &metadata);
    require_clean(&metadata);
    tg_raw_metadata_release(&raw);
    tg_source_release(&src);
    if (err) {
        tg_err_free(err);
        return false;
    }
    require(info->orientation >= 1 && info->orientation <= 8 && strlen(info->date) <= 19);
    require((uint64_t)info->width * info->height <= MAX_PIXELS);
    return true;
}

enum outcome { FAILED, DAMAGED, GOOD };

static enum outcome decode(int fd, const uint8_t *how, const struct tg_kernels *k,
                           struct tg_image *im)
{
    struct tg_decode_options options = {.kernels = k,
                                        .limits = {MAX_PIXELS},
                                        .plan = plan,
                                        .plan_ctx = how,
                                        .metadata = *how & METADATA};
    const struct tg_codec *codec = NULL;
    struct tg_damage damage = {0};
    struct tg_source src;
    struct tg_err *err = find(&src, fd, &codec);

    if (!err)
        err = codec->decode(&src, &options, im, &damage);
    tg_source_release(&src);
    tg_err_free(err);
    return err ? FAILED : damage.count ? DAMAGED : GOOD;
}

static void check_image(const struct tg_image *im, uint8_t how)
{
    volatile unsigned seen = 0; /* reads what is promised */

    require(im->planes == (im->model == TG_GREY ? 1u : 3u) + (im->alpha ? 1u : 0u));
    require(im->depth == 8 || (im->depth == 16 && (how & DEEP) && im->model != TG_YCC));
    require(im->orientation >= 1 && im->orientation <= 8);
    require((how & METADATA) || (!im->exif.data && !im->xmp.data));
    for (unsigned c = 0; c < im->planes; c++) {
        const struct tg_plane *p = &im->plane[c];
        size_t row = (size_t)p->w * (im->depth / 8);

        require(p->w >= 1 && p->h >= 1 && row <= p->stride);
        for (uint32_t y = 0; y < p->h; y++)
            seen = p->data[y * p->stride] + p->data[y * p->stride + row - 1];
    }
    (void)seen;
}

static void check_same(const struct tg_image *a, const struct tg_image *b)
{
    require(a->planes == b->planes && a->depth == b->depth && a->model == b->model);
    for (unsigned c = 0; c < a->planes; c++) {
        require(a->plane[c].w == b->plane[c].w && a->plane[c].h == b->plane[c].h);
        for (uint32_t y = 0; y < a->plane[c].h; y++)
            require(memcmp(a->plane[c].data + y * a->plane[c].stride,
                           b->plane[c].data + y * b->plane[c].stride,
                           (size_t)a->plane[c].w * (a->depth / 8)) == 0);
    }
}

/* Decoders may deliver fewer samples than pixels, and chroma that way: encoders get such pictures
 * only after they were resampled. */
static bool is_whole(const struct tg_image *im)
{
    return im->model != TG_YCC && im->plane[0].w == im->width && im->plane[0].h == im->height;
}

static void encode(const struct tg_image *im, const struct tg_kernels *k)
{
    bool webp = im->model == TG_RGB && im->depth == 8 && im->width % 2;
    enum tg_format format = webp ? TG_WEBP : TG_PNG;
    struct tg_encode_options options = {.format = format, .quality = 50};
    struct tg_sink sink;

    tg_err_free(tg_sink_init(&sink, output_file(), "output"));
    if (sink.buf)
        tg_err_free(tg_codec_writer(format)->encode(k, im, &options, &sink));
    tg_sink_release(&sink);
}

/* A stripped animation or JPEG file shows the same picture. */
static void strip(int fd, const uint8_t *how, const struct tg_kernels *k, const struct tg_image *im)
{
    const struct tg_strip_options keep = {.exif = how[0] & TWICE};
    const struct tg_codec *codec = NULL;
    struct tg_blob file = {0};
    struct tg_image again;
    struct tg_source src;
    struct tg_err *err = find(&src, fd, &codec);

    tg_source_release(&src);
    require(!err && lseek(fd, 0, SEEK_SET) == 0);
    if (!codec->strip || (codec->encode && !im->animated && codec->format != TG_JPEG))
        return;
    tg_err_free(tg_source_init(&src, fd, "input"));
    if (src.buf)
        tg_err_free(tg_codec_strip(codec, &src, &keep, &file));
    tg_source_release(&src);
    if (file.data) {
        require(decode(input_file(file.data, file.len), how, k, &again) == GOOD);
        check_same(im, &again);
        tg_image_release(&again);
    }
    tg_blob_release(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tg_kernels k;
    struct tg_info info;
    struct tg_image im, again;
    enum outcome outcome;
    int fd;

    if (size < 2)
        return 0;
    tg_kernels_init(&k, data[0] & PLAIN_C ? 0 : tg_cpu_detect());
    fd = input_file(data + 1, size - 1);
    outcome = decode(fd, data, &k, &im);
    if (outcome == FAILED) {
        (void)probe(fd, &info);
        return 0;
    }
    if (probe(fd, &info))
        require(info.width == im.width && info.height == im.height);
    check_image(&im, data[0]);
    if ((data[0] & TWICE) && decode(fd, data, &k, &again) != FAILED) {
        check_same(&im, &again);
        tg_image_release(&again);
    }
    if ((data[0] & WRITE) && is_whole(&im))
        encode(&im, &k);
    if ((data[0] & WRITE) && outcome == GOOD)
        strip(fd, data, &k, &im);
    tg_image_release(&im);
    return 0;
}
