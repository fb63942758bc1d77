/* test_pipeline.c - builds, thumbnails and gc as a program of any kind would call them: what they
 * report, what comes of them, and that they print nothing. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <check.h>

#include "core/base/file.h"
#include "core/base/path.h"
#include "pipeline/build.h"
#include "pipeline/gc.h"
#include "pipeline/thumbs.h"
#include "tests/gallery/tree.h"
#include "tests/support/made.h"
#include "tests/support/suite.h"

enum { KINDS = TG_EVENT_STALE + 1 };

/* What was reported, by kind. */
struct reported {
    size_t n[KINDS], failed_photos, ready;
    int stop_fd;      /* for whoever asks */
    const char *root; /* TG_EVENT_PLANNED: the file is there; NULL: it is not looked for */
};

static struct tree t;
static struct reported reported;

static void record(void *ctx, const struct tg_event *e)
{
    struct reported *h = ctx;

    h->n[e->kind]++;
    if (e->kind == TG_EVENT_PHOTO)
        h->failed_photos += e->job->err != NULL;
    if (e->kind == TG_EVENT_PLANNED && h->root)
        ck_assert_msg(access(e->path, F_OK) == 0, "%s was not made", e->path);
}

static struct tg_err *ready(void *ctx, int *stop_fd)
{
    struct reported *h = ctx;

    h->ready++;
    *stop_fd = h->stop_fd;
    return NULL;
}

static const struct tg_events events = {.event = record, .ready = ready, .ctx = &reported};

static void put(const char *name, const void *data, size_t len)
{
    char *path = tg_path_join(t.src, name);

    ck_assert_ptr_nonnull(path);
    check_ok(tg_file_put(path, NULL, data, len));
    free(path);
}

static void put_photo(const char *name, uint32_t width)
{
    struct raster r = raster_new(width, 100, 3, 8);
    struct made png = make_png(&r, &(struct made_png){.chunks = NULL});

    put(name, png.data, png.len);
    made_free(&png);
    raster_free(&r);
}

/* Two good photos and a bad one. */
static void setup(void)
{
    tree_make(&t);
    reported = (struct reported){.stop_fd = -1};
    put_photo("a.png", 300);
    put_photo("b.png", 200);
    put("c.png", "nonsense", 8);
}

static void teardown(void)
{
    tree_remove(&t);
}

/* In this process, which check forks for each test. */
static struct tg_build_options options_of(enum tg_build_mode mode)
{
    return (struct tg_build_options){
        .src = t.src,
        .out = t.out,
        .mode = mode,
        .spec = {.quality = 80},
        .engine = {.cpu_mask = UINT32_MAX, .max_pixels = UINT64_C(1) << 30}};
}

static struct tg_build_result build(enum tg_build_mode mode)
{
    const struct tg_build_options options = options_of(mode);
    struct tg_build_result result;

    check_ok(tg_build(&options, &events, &result));
    return result;
}

static bool is_in_out(const char *name)
{
    char *path = tg_path_join(t.out, name);
    bool there = path && access(path, F_OK) == 0;

    free(path);
    return there;
}

START_TEST(a_build_reports_each_photo_and_what_came_of_it)
{
    struct tg_build_result r = build(TG_BUILD_WRITE);

    ck_assert_int_eq(r.end, TG_RUN_DONE);
    ck_assert_uint_eq(r.photos, 3);
    ck_assert_uint_eq(r.failed, 1);
    ck_assert_uint_eq(r.fresh, 0);
    ck_assert_uint_eq(r.outputs, r.planned);
    ck_assert_uint_ge(r.outputs, 2);
    ck_assert_uint_eq(reported.ready, 1);
    ck_assert_uint_eq(reported.failed_photos, 1);
    ck_assert_uint_eq(reported.n[TG_EVENT_PHOTO], 3 + 2); /* probed, rendered */
    ck_assert_uint_eq(reported.n[TG_EVENT_STAGE], 2);
    ck_assert_uint_eq(reported.n[TG_EVENT_STAGE_END], 2);
    ck_assert(is_in_out("index.html"));
}
END_TEST

START_TEST(an_unchanged_photo_is_not_made_again)
{
    struct tg_build_result r;

    (void)build(TG_BUILD_WRITE);
    r = build(TG_BUILD_WRITE);
    ck_assert_uint_eq(r.fresh, 2);
    ck_assert_uint_eq(r.outputs, 0);
    ck_assert_uint_eq(r.failed, 1);
}
END_TEST

START_TEST(a_check_finds_bad_photos_and_writes_nothing)
{
    struct tg_build_result r = build(TG_BUILD_CHECK);

    ck_assert_uint_eq(r.failed, 1);
    ck_assert_uint_ge(r.planned, 2);
    ck_assert_uint_eq(reported.n[TG_EVENT_PLANNED], 0);
    ck_assert_int_ne(access(t.out, F_OK), 0);
}
END_TEST

START_TEST(a_list_has_the_files_that_a_build_makes_and_none_that_are_there)
{
    struct tg_build_result r = build(TG_BUILD_LIST);

    ck_assert_uint_eq(reported.n[TG_EVENT_PLANNED], r.planned);
    ck_assert_int_ne(access(t.out, F_OK), 0);
    (void)build(TG_BUILD_WRITE);
    reported.root = t.out;
    (void)build(TG_BUILD_LIST);
    ck_assert_uint_eq(reported.n[TG_EVENT_PLANNED], r.planned);
}
END_TEST

START_TEST(a_readable_descriptor_stops_a_build)
{
    struct tg_build_result r;
    int ends[2];

    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(write(ends[1], "", 1), 1);
    reported.stop_fd = ends[0];
    r = build(TG_BUILD_WRITE);
    ck_assert_int_eq(r.end, TG_RUN_STOPPED);
    ck_assert(!is_in_out("index.html"));
    close(ends[0]);
    close(ends[1]);
}
END_TEST

START_TEST(strictness_ends_a_build_at_the_first_bad_photo)
{
    struct tg_build_options options = options_of(TG_BUILD_WRITE);
    struct tg_build_result r;

    options.engine.strict = true;
    check_ok(tg_build(&options, &events, &r));
    ck_assert_int_eq(r.end, TG_RUN_STRICT);
    ck_assert_uint_eq(r.failed, 1);
    ck_assert(!is_in_out("index.html"));
}
END_TEST

START_TEST(what_is_wrong_with_albums_is_reported_line_by_line)
{
    const struct tg_build_options options = options_of(TG_BUILD_WRITE);
    struct tg_build_result r;
    struct tg_err *err;

    put("album.md", "---\nnonsense: 1\nsort: 2\n---\n", 29);
    err = tg_build(&options, &events, &r);
    ck_assert_ptr_nonnull(err);
    ck_assert_int_eq(tg_err_code(err), TG_E_USAGE);
    ck_assert_uint_ge(reported.n[TG_EVENT_PROBLEM] + reported.n[TG_EVENT_WARNING], 1);
    tg_err_free(err);
}
END_TEST

START_TEST(gc_reports_stale_files_and_removes_them_when_asked)
{
    struct tg_gc_options options = {.src = t.src, .out = t.out};
    struct tg_gc_result found, removed;
    char *gone = tg_path_join(t.src, "a.png");
    struct tg_build_result r;

    (void)build(TG_BUILD_WRITE);
    ck_assert_int_eq(unlink(gone), 0);
    free(gone);
    r = build(TG_BUILD_WRITE);
    ck_assert_uint_ge(r.stale, 1);
    check_ok(tg_gc(&options, &events, &found));
    ck_assert_uint_eq(found.files, r.stale);
    ck_assert_uint_eq(reported.n[TG_EVENT_STALE], r.stale);
    options.delete_files = true;
    check_ok(tg_gc(&options, &events, &removed));
    ck_assert_uint_eq(removed.files, found.files);
    check_ok(tg_gc(&options, &events, &removed));
    ck_assert_uint_eq(removed.files, 0);
}
END_TEST

START_TEST(thumbnails_that_would_replace_each_other_are_refused)
{
    static const char *const sizes[] = {"50"};
    static const struct tg_geometry geometry[] = {{.kind = TG_GEO_BOX, .w = 50, .h = 50}};
    char *a = tg_path_join(t.src, "a.png"), *b = tg_path_join(t.src, "b.png");
    const char *const files[] = {a, b};
    struct tg_buf names;
    struct tg_thumbs_options options = {
        .files = files,
        .files_len = 2,
        .sizes = sizes,
        .geometry = geometry,
        .sizes_len = 1,
        .spec = {.quality = 80},
        .engine = {.cpu_mask = UINT32_MAX, .max_pixels = UINT64_C(1) << 30}};
    struct tg_thumbs_result r;
    struct tg_err *err;

    tg_buf_init(&names, TG_BUF_MAX);
    tg_buf_printf(&names, "%s/x{ext}", t.src);
    options.names = tg_buf_str(&names);
    err = tg_thumbs(&options, &events, &r);
    ck_assert_ptr_nonnull(err);
    ck_assert(r.is_usage);
    tg_err_free(err);
    options.names = NULL;
    check_ok(tg_thumbs(&options, &events, &r));
    ck_assert_uint_eq(r.failed, 0);
    ck_assert_uint_eq(reported.n[TG_EVENT_PHOTO], 2 * 2);
    tg_buf_release(&names);
    free(a);
    free(b);
}
END_TEST

START_TEST(nothing_is_printed)
{
    char *path = tg_path_join(t.root, "printed");
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600), was[2] = {dup(1), dup(2)};
    const struct tg_events nobody = {.event = NULL};
    const struct tg_build_options options = options_of(TG_BUILD_WRITE);
    struct tg_build_result r;
    struct stat st;

    ck_assert_int_ge(fd, 0);
    fflush(NULL);
    ck_assert(dup2(fd, 1) == 1 && dup2(fd, 2) == 2);
    check_ok(tg_build(&options, &nobody, &r));
    fflush(NULL);
    ck_assert(dup2(was[0], 1) == 1 && dup2(was[1], 2) == 2);
    ck_assert_int_eq(fstat(fd, &st), 0);
    ck_assert_int_eq(st.st_size, 0);
    ck_assert_uint_eq(r.failed, 1);
    close(fd);
    close(was[0]);
    close(was[1]);
    free(path);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("pipeline");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_build_reports_each_photo_and_what_came_of_it);
    tcase_add_test(tc, an_unchanged_photo_is_not_made_again);
    tcase_add_test(tc, a_check_finds_bad_photos_and_writes_nothing);
    tcase_add_test(tc, a_list_has_the_files_that_a_build_makes_and_none_that_are_there);
    tcase_add_test(tc, a_readable_descriptor_stops_a_build);
    tcase_add_test(tc, strictness_ends_a_build_at_the_first_bad_photo);
    tcase_add_test(tc, what_is_wrong_with_albums_is_reported_line_by_line);
    tcase_add_test(tc, gc_reports_stale_files_and_removes_them_when_asked);
    tcase_add_test(tc, thumbnails_that_would_replace_each_other_are_refused);
    tcase_add_test(tc, nothing_is_printed);
    return tg_suite_run("pipeline", tc);
}
