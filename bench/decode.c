/* decode.c - our JPEG decoder for guard.py, which counts its instructions and branches under
 * callgrind: reading, Huffman decoding and sorting of one file to blocks, which are not
 * transformed.
 *
 * Usage: decode c|avx2 FILE */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/codec/jpeg_planes.h"
#include "kernels/families.h"

/* Transforms have vectors, and no branches that a compiler could add. */
static bool nothing(const struct tg_idct_block *blocks, size_t n, const struct tg_dequant *q,
                    size_t stride)
{
    (void)blocks;
    (void)n;
    (void)q;
    (void)stride;
    return true;
}

static struct tg_kernels kernels_of(bool avx2)
{
    struct tg_kernels k = {.idct8 = nothing,
                           .idct8_corner = nothing,
                           .unstuff = tg_unstuff_c,
                           .unhuff = tg_unhuff_c,
                           .unhuff_pair = tg_unhuff_pair_c,
                           .refine = tg_refine_c};

#if defined(__x86_64__)
    if (avx2) {
        k.unstuff = tg_unstuff_avx2;
        k.unhuff = tg_unhuff_avx2;
        k.unhuff_pair = tg_unhuff_pair_avx2;
        k.refine = tg_refine_avx2;
    }
#else
    (void)avx2;
#endif
    return k;
}

static bool make_planes(const struct jpeg_decompress_struct *d, struct tg_image *image)
{
    bool ok = true;

    image->planes = (unsigned)d->num_components;
    for (unsigned c = 0; c < image->planes; c++) {
        struct tg_plane *p = &image->plane[c];

        p->stride = (d->comp_info[c].width_in_blocks + (size_t)3) * DCTSIZE;
        p->data = calloc((d->comp_info[c].height_in_blocks + (size_t)3) * DCTSIZE, p->stride);
        ok = ok && p->data;
    }
    return ok;
}

int main(int argc, char **argv)
{
    FILE *f = argc == 3 ? fopen(argv[2], "rbe") : NULL;
    struct tg_kernels k = kernels_of(argc == 3 && strcmp(argv[1], "avx2") == 0);
    struct jpeg_decompress_struct d;
    struct jpeg_error_mgr errors;
    struct tg_image image = {0};
    bool ok;

    if (!f) {
        (void)fprintf(stderr, "usage: decode c|avx2 FILE\n");
        return EXIT_FAILURE;
    }
    d.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&d);
    jpeg_stdio_src(&d, f);
    (void)jpeg_read_header(&d, TRUE);
    jpeg_calc_output_dimensions(&d);
    ok = make_planes(&d, &image) &&
         tg_jpeg_planes_read(&k, &d, (struct tg_scan_file){fileno(f), 0},
                             ftell(f) - (off_t)d.src->bytes_in_buffer, &image);
    for (unsigned c = 0; c < image.planes; c++)
        free(image.plane[c].data);
    jpeg_destroy_decompress(&d);
    (void)fclose(f);
    if (!ok)
        (void)fprintf(stderr, "decode: %s is left to libjpeg\n", argv[2]);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
