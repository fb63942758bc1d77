/* test_tool_walls.c - what a program within walls can do when a file has taken it over.  The
 * program is tests/support/intruder.c. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <check.h>

#include "core/pool/tool.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

enum { MEMORY = 64 << 20, FILE_ROOM = 8 << 20 };

/* A folder with these files, which the test makes and removes. */
static const char *const files[] = {"in", "out", "beside"};
enum { IN, OUT, BESIDE, NEW, FILES };

struct place {
    char dir[32], path[FILES][64];
    struct tg_walls *walls;
    char said[64]; /* the last line */
};

static void set_up(struct place *p)
{
    (void)snprintf(p->dir, sizeof(p->dir), "/tmp/tirage-walls.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(p->dir));
    for (int i = 0; i < FILES; i++) {
        (void)snprintf(p->path[i], sizeof(p->path[i]), "%s/%s", p->dir, i < NEW ? files[i] : "new");
        if (i < NEW)
            close(open(p->path[i], O_CREAT | O_WRONLY, 0644));
    }
    ck_ok(tg_walls_new(INTRUDER, &p->walls));
}

static void tear_down(struct place *p)
{
    for (int i = 0; i < FILES; i++)
        (void)unlink(p->path[i]);
    ck_assert_int_eq(rmdir(p->dir), 0);
    tg_walls_free(p->walls);
}

static void line(void *ctx, size_t i, const char *text)
{
    struct place *p = ctx;

    ck_assert_uint_eq(i, 0);
    (void)snprintf(p->said, sizeof(p->said), "%s", text);
}

/* Runs the intruder; its error is the caller's. */
static struct tg_err *run(struct place *p, const char *deed, const char *path)
{
    const char *const argv[] = {"intruder", deed, path, NULL};
    struct tg_tool tool = {.argv = argv,
                           .path = "file.mp4",
                           .walls = p->walls,
                           .room = {.reads = p->path[IN],
                                    .writes = p->path[OUT],
                                    .max_memory = MEMORY,
                                    .max_file = FILE_ROOM,
                                    .max_cpu_s = 1}};
    const struct tg_tools_options options = {.tools = &tool, .len = 1, .line = line, .ctx = p};
    struct tg_tools *tools;
    bool stopped;

    p->said[0] = '\0';
    ck_ok(tg_tools_new(&options, &tools));
    ck_ok(tg_tools_run(tools, 1, -1, &stopped));
    tg_tools_free(tools);
    return tool.err;
}

static bool has(enum tg_layer layer)
{
    const char *missing = tg_walls_missing(layer);

    if (missing)
        printf("SKIPPED: %s\n", missing);
    return !missing;
}

static void expect(struct place *p, const char *deed, const char *path, const char *said)
{
    ck_ok(run(p, deed, path));
    ck_assert_msg(strcmp(p->said, said) == 0, "%s %s: %s, not %s", deed, path ? path : "", p->said,
                  said);
}

START_TEST(it_touches_its_files_alone)
{
    struct place p;

    if (!has(TG_LAYER_LANDLOCK))
        return;
    set_up(&p);
    expect(&p, "read", p.path[IN], "done");
    expect(&p, "read", p.path[OUT], "done");
    expect(&p, "write", p.path[OUT], "done");
    expect(&p, "write", p.path[IN], "refused");
    expect(&p, "read", p.path[BESIDE], "refused");
    expect(&p, "write", p.path[BESIDE], "refused");
    expect(&p, "write", p.path[NEW], "refused");
    expect(&p, "remove", p.path[OUT], "refused");
    expect(&p, "remove", p.path[BESIDE], "refused");
    expect(&p, "list", p.dir, "refused");
    expect(&p, "read", "/etc/passwd", "refused");
    expect(&p, "read", "/proc/self/environ", "refused");
    expect(&p, "list", "/", "refused");
    expect(&p, "list", "/etc", "refused");
    ck_assert_int_ne(access(p.path[NEW], F_OK), 0);
    ck_assert_int_eq(access(p.path[BESIDE], F_OK), 0);
    tear_down(&p);
}
END_TEST

START_TEST(it_executes_nothing_else)
{
    struct place p;

    if (!has(TG_LAYER_LANDLOCK))
        return;
    set_up(&p);
    expect(&p, "execute", "/bin/true", "refused");
    expect(&p, "execute", "/bin/sh", "refused");
    tear_down(&p);
}
END_TEST

START_TEST(it_makes_threads_and_nothing_else)
{
    static const char *const refused[] = {"fork", "clone",  "inet",  "udp",
                                          "unix", "signal", "limit", "root"};
    struct place p;

    if (!has(TG_LAYER_SECCOMP))
        return;
    set_up(&p);
    expect(&p, "thread", NULL, "done");
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
        expect(&p, refused[i], NULL, "refused");
    expect(&p, "chmod", p.path[BESIDE], "refused");
    expect(&p, "chmod", p.path[OUT], "refused");
    expect(&p, "touch", p.path[BESIDE], "refused");
    tear_down(&p);
}
END_TEST

START_TEST(memory_is_limited)
{
    struct place p;

    set_up(&p);
    expect(&p, "eat", NULL, "refused");
    expect(&p, "eat-hidden", NULL, "refused");
    if (has(TG_LAYER_SECCOMP)) {
        expect(&p, "eat-shared", NULL, "refused");
        expect(&p, "eat-growing", NULL, "refused");
        expect(&p, "memfd", NULL, "refused");
    }
    tear_down(&p);
}
END_TEST

static void check_text(struct tg_err *err, const char *words)
{
    struct tg_buf text;

    ck_assert_ptr_nonnull(err);
    tg_buf_init(&text, TG_BUF_MAX);
    tg_err_text(err, &text);
    ck_assert_msg(strstr(tg_buf_str(&text), words), "%s", tg_buf_str(&text));
    tg_buf_release(&text);
    tg_err_free(err);
}

START_TEST(files_and_time_are_limited)
{
    struct place p;
    struct stat st;

    set_up(&p);
    check_text(run(&p, "fill", p.path[OUT]), "file.mp4: intruder wrote more than 8 MiB, the limit");
    ck_assert_int_eq(stat(p.path[OUT], &st), 0);
    ck_assert_int_eq(st.st_size, FILE_ROOM);
    check_text(run(&p, "spin", NULL), "file.mp4: intruder took more than 1 s of processor time");
    check_text(run(&p, "spin-to-the-signal", NULL), "file.mp4: intruder took more than 1 s of");
    check_text(run(&p, "stay", NULL),
               "file.mp4: intruder closed its output, went on and was ended");
    tear_down(&p);
}
END_TEST

/* Of a script nobody knows what it runs; so with what is no program at all. */
START_TEST(scripts_are_refused)
{
    struct place p;
    struct tg_walls *walls;
    FILE *f;

    set_up(&p);
    f = fopen(p.path[NEW], "w");
    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs("#!/bin/sh\nexec ffmpeg\n", f), 0);
    ck_assert_int_eq(fclose(f), 0);
    check_text(tg_walls_new(p.path[NEW], &walls), "new: is a script");
    check_text(tg_walls_new(p.path[IN], &walls), "in: is a script");
    check_text(tg_walls_new(p.path[OUT], &walls), "put the program itself first in PATH");
    check_text(tg_walls_new("/nowhere/ffmpeg", &walls), "/nowhere/ffmpeg: cannot open");
    tear_down(&p);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("walls");

    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, it_touches_its_files_alone);
    tcase_add_test(tc, it_executes_nothing_else);
    tcase_add_test(tc, it_makes_threads_and_nothing_else);
    tcase_add_test(tc, memory_is_limited);
    tcase_add_test(tc, files_and_time_are_limited);
    tcase_add_test(tc, scripts_are_refused);
    return tg_suite_run("tool_walls", tc);
}
