/* page_picture.h - pictures and files for tests of the engine. */
#ifndef TG_TESTS_PICTURE_H
#define TG_TESTS_PICTURE_H

#include "core/codec/codec.h"
#include "core/image/image.h"

/* Ends the test if err is not NULL, printing it. */
void ck_ok(struct tg_err *err);

/* Ends the test unless err has this code; frees it. */
void ck_fails(struct tg_err *err, enum tg_errc code);

/* The best kernels of this machine. */
const struct tg_kernels *test_kernels(void);

/* An unnamed file, opened for reading and writing. */
int test_file(void);

/* A made-up landscape; sub 1 or 2, planes 1 (grey) or 3. */
struct tg_image test_scene(uint32_t seed, uint32_t w, uint32_t h, uint8_t sub_x, uint8_t sub_y,
                           unsigned planes);

/* Encodes to a new unnamed file, positioned at its start. */
int test_encode(const struct tg_image *image, const struct tg_encode_options *options);

/* Decodes an open file from its start. */
struct tg_err *test_decode(int fd, struct tg_image *image, struct tg_damage *damage) TG_MUST_USE;

/* Largest difference between samples of two planes of the same size. */
int test_max_difference(const struct tg_plane *a, const struct tg_plane *b);

/* Mean of squared differences. */
double test_mse(const struct tg_plane *a, const struct tg_plane *b);

#endif
