/* simd_check.c - see simd_check.h. */
#include "core/codec/simd_check.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/codec/jpeg_common.h"

enum { SIDE = 512, ROUNDS = 9, QUALITY = 90 };

const char *tg_jpeg_own_decoder(const struct tg_kernels *k)
{
    static const char *const names[][2] = {
        {"ssse3", "SSSE3"}, {"avx2", "AVX2"}, {"avx512", "AVX-512"}, {"neon", "NEON"}};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(k->impl.idct8, names[i][0]) == 0)
            return names[i][1];
    return NULL;
}

static double cpu_seconds(void)
{
    return (double)tg_clock_ns(TG_CLOCK_CPU) / 1e9;
}

/* Objects that outlive a jump. */
struct bench {
    struct tg_jpeg_errors errors;
    struct jpeg_compress_struct c;
    struct jpeg_decompress_struct d;
    unsigned char *file; /* libjpeg's malloc() */
    unsigned long len;
    JSAMPLE row[3 * SIDE];
    double least; /* seconds; negative: none yet */
};

/* Slopes: little for the Huffman decoder to do, everything for transform, upsampling and
 * colours. */
static void make(struct bench *b)
{
    JSAMPROW rows[1] = {b->row};

    jpeg_mem_dest(&b->c, &b->file, &b->len);
    b->c.image_width = b->c.image_height = SIDE;
    b->c.input_components = 3;
    b->c.in_color_space = JCS_RGB;
    jpeg_set_defaults(&b->c);
    jpeg_set_quality(&b->c, QUALITY, TRUE);
    jpeg_start_compress(&b->c, TRUE);
    while (b->c.next_scanline < SIDE) {
        for (unsigned x = 0; x < SIDE; x++) {
            b->row[3 * x] = (JSAMPLE)(x / 2);
            b->row[3 * x + 1] = (JSAMPLE)(b->c.next_scanline / 2);
            b->row[3 * x + 2] = (JSAMPLE)((x + b->c.next_scanline) / 4);
        }
        (void)jpeg_write_scanlines(&b->c, rows, 1);
    }
    jpeg_finish_compress(&b->c);
}

static void decode(struct bench *b)
{
    JSAMPROW rows[1] = {b->row};

    jpeg_mem_src(&b->d, b->file, b->len);
    (void)jpeg_read_header(&b->d, TRUE);
    (void)jpeg_start_decompress(&b->d);
    while (b->d.output_scanline < SIDE)
        (void)jpeg_read_scanlines(&b->d, rows, 1);
    (void)jpeg_finish_decompress(&b->d);
}

static double measure(struct bench *b)
{
    if (setjmp(b->errors.jump))
        return -1;
    jpeg_create_compress(&b->c);
    jpeg_create_decompress(&b->d);
    make(b);
    for (int i = 0; i < ROUNDS; i++) {
        double start = cpu_seconds(), took;

        decode(b);
        took = cpu_seconds() - start;
        if (b->least < 0 || took < b->least)
            b->least = took;
    }
    return b->least;
}

double tg_jpeg_decode_seconds(void)
{
    struct bench b;
    double seconds;

    memset(&b, 0, sizeof(b));
    b.least = -1;
    b.c.err = b.d.err = tg_jpeg_errors_init(&b.errors, NULL, NULL);
    seconds = measure(&b);
    jpeg_destroy_compress(&b.c);
    jpeg_destroy_decompress(&b.d);
    free(b.file);
    tg_err_free(b.errors.err);
    return seconds;
}
