/* shown.c - see shown.h. */
#include "tests/support/shown.h"

#include <stdlib.h>
#include <unistd.h>

#include <check.h>

#include "tests/support/decode_made.h"
#include "tests/support/picture.h"

struct tg_output_spec spec_of(const char *geometry, enum tg_target target)
{
    struct tg_output_spec s = {.target = target, .quality = 90, .background = {255, 255, 255}};

    ck_assert(tg_geometry_parse(geometry, &s.geometry));
    return s;
}

struct tg_image shown_by(const struct tg_kernels *k, const struct made *m,
                         const struct tg_output_spec *spec, struct tg_output_result *result)
{
    struct tg_render job = {k, {1 << 28}, "test", spec, 1, NULL};
    struct tg_damage damage = {0};
    int source = test_file(), out = test_file();
    struct made file;
    struct tg_image im;

    ck_assert_int_eq(write(source, m->data, m->len), (ssize_t)m->len);
    ck_assert_int_eq(lseek(source, 0, SEEK_SET), 0);
    ck_ok(tg_render(&job, source, &out, result, &damage));
    ck_assert_uint_eq(damage.count, 0);
    file.len = result->bytes;
    file.data = malloc(file.len);
    ck_assert(file.data);
    ck_assert_int_eq(pread(out, file.data, file.len, 0), (ssize_t)file.len);
    im = decode_good(&file, (struct decode_how){.deep = true});
    made_free(&file);
    ck_assert_uint_eq(im.width, result->width);
    ck_assert_uint_eq(im.height, result->height);
    close(source);
    close(out);
    return im;
}
