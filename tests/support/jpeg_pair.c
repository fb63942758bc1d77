/* jpeg_pair.c - see jpeg_pair.h. */
#include "tests/support/jpeg_pair.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/codec/jpeg_planes.h"

enum { MAX_SAMPLES = 1 << 24 };

struct side {
    struct jpeg_decompress_struct d;
    struct tg_jpeg_errors errors;
    struct tg_damage damage;
    struct tg_image image;
    uint8_t *spare;
};

/* May jump. */
static bool start(struct side *s, const uint8_t *file, size_t len, unsigned eighths)
{
    jpeg_create_decompress(&s->d);
    jpeg_mem_src(&s->d, file, len);
    (void)jpeg_read_header(&s->d, TRUE);
    if ((uint64_t)s->d.image_width * s->d.image_height > MAX_SAMPLES || s->d.num_components > 3)
        return false;
    s->d.raw_data_out = TRUE;
    s->d.out_color_space = s->d.jpeg_color_space;
    s->d.do_block_smoothing = FALSE;
    s->d.scale_num = eighths;
    s->d.scale_denom = 8;
    jpeg_calc_output_dimensions(&s->d);
    s->image.planes = (unsigned)s->d.num_components;
    for (unsigned c = 0; c < s->image.planes; c++) {
        const jpeg_component_info *info = &s->d.comp_info[c];
        uint32_t side = (uint32_t)info->DCT_scaled_size;
        uint32_t w = (info->width_in_blocks + 3) * side, h = (info->height_in_blocks + 3) * side;
        struct tg_plane *p = &s->image.plane[c];
        struct tg_err *err = tg_plane_new(p, w, h);

        if (err)
            tg_jpeg_fail((j_common_ptr)&s->d, err);
        memset(p->data, 0, p->stride * h);
        p->w = info->width_in_blocks * side;
        p->h = info->height_in_blocks * side;
    }
    return true;
}

/* May jump. */
static void read_reference(struct side *s)
{
    JSAMPROW rows[3][4 * DCTSIZE];
    JSAMPARRAY planes[3] = {rows[0], rows[1], rows[2]};
    JDIMENSION lines = (JDIMENSION)(s->d.max_v_samp_factor * s->d.min_DCT_scaled_size);

    (void)jpeg_start_decompress(&s->d);
    for (size_t row = 0; s->d.output_scanline < s->d.output_height; row++) {
        for (unsigned c = 0; c < s->image.planes; c++) {
            const jpeg_component_info *info = &s->d.comp_info[c];
            struct tg_plane *p = &s->image.plane[c];
            size_t n = (size_t)info->v_samp_factor * (size_t)info->DCT_scaled_size;

            for (size_t i = 0; i < n; i++)
                rows[c][i] = row * n + i < p->h ? p->data + (row * n + i) * p->stride : s->spare;
        }
        (void)jpeg_read_raw_data(&s->d, planes, lines);
    }
    (void)jpeg_finish_decompress(&s->d);
}

static void finish(struct side *s)
{
    jpeg_destroy_decompress(&s->d);
    tg_image_release(&s->image);
    tg_err_free(s->errors.err);
    free(s->spare);
}

/* False if libjpeg cannot read it; what it warned of is counted. */
static bool reference(struct side *s, const uint8_t *file, size_t len, unsigned eighths)
{
    s->d.err = tg_jpeg_errors_init(&s->errors, "reference", &s->damage);
    s->spare = malloc(1 << 17);
    if (setjmp(s->errors.jump))
        return false;
    if (!s->spare || !start(s, file, len, eighths))
        return false;
    read_reference(s);
    return true;
}

static bool ours(struct side *s, const struct tg_kernels *k, const uint8_t *file, size_t len,
                 unsigned eighths)
{
    int fd = memfd_create("jpeg", 0);
    bool ok = fd >= 0 && write(fd, file, len) == (ssize_t)len;

    s->d.err = tg_jpeg_errors_init(&s->errors, "ours", &s->damage);
    if (setjmp(s->errors.jump)) {
        (void)close(fd);
        return false;
    }
    ok = ok && start(s, file, len, eighths) &&
         tg_jpeg_planes_read(k, &s->d, (struct tg_scan_file){fd, 0},
                             (off_t)(len - s->d.src->bytes_in_buffer), &s->image);
    (void)close(fd);
    return ok;
}

static bool same(const struct tg_image *a, const struct tg_image *b)
{
    for (unsigned c = 0; c < a->planes; c++)
        for (size_t y = 0; y < a->plane[c].h; y++)
            if (memcmp(a->plane[c].data + y * a->plane[c].stride,
                       b->plane[c].data + y * b->plane[c].stride, a->plane[c].w) != 0)
                return false;
    return true;
}

enum jpeg_pair jpeg_pair(const struct tg_kernels *k, const uint8_t *file, size_t len,
                         unsigned eighths)
{
    struct side *s = calloc(2, sizeof(*s));
    enum jpeg_pair result = JPEG_PAIR_LEFT;

    if (!s)
        return result;
    if (ours(&s[0], k, file, len, eighths))
        result = !reference(&s[1], file, len, eighths) || s[1].damage.count != s[0].damage.count
                     ? JPEG_PAIR_WARNED
                 : same(&s[0].image, &s[1].image) ? JPEG_PAIR_SAME
                                                  : JPEG_PAIR_DIFFERENT;
    finish(&s[0]);
    finish(&s[1]);
    free(s);
    return result;
}
