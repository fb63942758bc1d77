/* test_tool.c - other programs, alone and alongside the jobs of a pool. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>

#include "core/pool/pool.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

enum { JOBS = 12, PROGRAMS = 6 };

struct run {
    struct tg_tool tools[PROGRAMS];
    size_t len;
    struct tg_tools *alongside;
    const char *made; /* a file that the first job's end makes; NULL: none */
    int stop[2];      /* written to when the first job is done, if that is wanted */
    bool stops;
    unsigned workers, given, open, ok, stopped, ended, lines;
    unsigned again;                  /* how often the first program is to run once more, */
    const char *const *next_command; /* as this */
    bool refuse;                     /* an ended program is a reason to give up */
};

static const char *const sleeper[] = {"sleep", "600", NULL};

static void worker(void *ctx, struct tg_frame *request, const int *fds, size_t nfds,
                   struct tg_buf *reply)
{
    (void)ctx;
    (void)fds;
    (void)nfds;
    tg_frame_u32(reply, tg_frame_get_u32(request));
}

static enum tg_next next(void *ctx, uint64_t group, struct tg_task *task)
{
    struct run *r = ctx;

    (void)group;
    if (r->given == JOBS)
        return TG_NEXT_NONE;
    if (r->workers)
        ck_assert_uint_lt(r->open + tg_tools_running(r->alongside), r->workers);
    task->id = r->given++;
    tg_frame_begin(&task->request, task->id);
    tg_frame_u32(&task->request, 1);
    r->open++;
    return TG_NEXT_TASK;
}

static bool done(void *ctx, uint64_t id, struct tg_frame *reply, struct tg_err *err)
{
    struct run *r = ctx;

    (void)id;
    r->open--;
    if (err) {
        r->stopped += tg_err_code(err) == TG_E_STOPPED;
        tg_err_free(err);
        return false;
    }
    ck_assert_uint_eq(tg_frame_get_u32(reply), 1);
    if (r->ok++ == 0 && r->made) {
        ck_assert_uint_eq(tg_tools_running(r->alongside), 1); /* and waits for this: */
        close(open(r->made, O_CREAT | O_WRONLY, 0600));
    }
    if (r->stops)
        ck_assert_int_eq(write(r->stop[1], "x", 1), 1);
    return true;
}

static void line(void *ctx, size_t i, const char *text)
{
    struct run *r = ctx;

    ck_assert_uint_lt(i, r->len);
    r->lines += strcmp(text, "said") == 0;
}

static struct tg_err *ended(void *ctx, size_t i)
{
    struct run *r = ctx;

    ck_assert_uint_lt(i, r->len);
    if (r->workers)
        ck_assert_uint_lt(r->open + tg_tools_running(r->alongside), r->workers);
    r->ended++;
    if (i == 0 && r->again) {
        r->again--;
        tg_err_free(r->tools[0].err);
        r->tools[0].err = NULL;
        r->tools[0].argv = r->next_command;
        r->tools[0].again = true;
    }
    return r->refuse ? tg_err_new(TG_E_SYS, "here", "no room") : NULL;
}

static void begin(struct run *r, unsigned slots, bool strict, uint32_t quiet_ms)
{
    const struct tg_tools_options o = {.tools = r->tools,
                                       .len = r->len,
                                       .slots = slots,
                                       .strict = strict,
                                       .quiet_ms = quiet_ms,
                                       .line = line,
                                       .ended = ended,
                                       .ctx = r};

    ck_ok(tg_tools_new(&o, &r->alongside));
}

static void end(struct run *r)
{
    tg_tools_free(r->alongside);
    for (size_t i = 0; i < r->len; i++)
        tg_err_free(r->tools[i].err);
}

static struct tg_err *run_both(struct run *r, unsigned workers, bool *stopped)
{
    struct tg_pool_options o = {
        .workers = workers, .worker.fn = worker, .stop_fd = r->stops ? r->stop[0] : -1};
    struct tg_pool_client client = {r, r->alongside, next, done, NULL};
    struct tg_pool *pool;
    struct tg_err *err;

    r->workers = workers;
    ck_ok(tg_pool_new(&o, &pool));
    err = tg_pool_run(pool, &client, stopped);
    tg_pool_free(pool);
    return err;
}

static void check_text(const struct tg_err *err, const char *words)
{
    struct tg_buf text;

    ck_assert_ptr_nonnull(err);
    tg_buf_init(&text, TG_BUF_MAX);
    tg_err_text(err, &text);
    ck_assert_msg(strstr(tg_buf_str(&text), words), "%s", tg_buf_str(&text));
    tg_buf_release(&text);
}

START_TEST(alone)
{
    static const char *const good[] = {"sh", "-c", "echo said; echo unheard >&2", NULL};
    static const char *const bad[] = {"sh", "-c", "echo first >&2; echo last >&2; exit 3", NULL};
    static const char *const none[] = {"no-such-program-anywhere", NULL};
    struct run r = {.tools = {{.argv = good, .path = "a"},
                              {.argv = bad, .path = "b"},
                              {.argv = none, .path = "c"}},
                    .len = 3};
    bool stopped;

    begin(&r, (unsigned)_i, false, 0);
    ck_ok(tg_tools_run(r.alongside, (unsigned)_i, -1, &stopped));
    ck_assert(!stopped);
    ck_assert_uint_eq(r.ended, 3);
    ck_assert_uint_eq(r.lines, 1);
    ck_assert_ptr_null(r.tools[0].err);
    check_text(r.tools[1].err, "b: sh failed: first;last");
    check_text(r.tools[2].err, "needs no-such-program-anywhere, which is not installed");
    end(&r);
}
END_TEST

START_TEST(quietness_ends_a_program)
{
    struct run r = {.tools = {{.argv = sleeper, .path = "a"}}, .len = 1};
    bool stopped;

    begin(&r, 1, false, 100);
    ck_ok(tg_tools_run(r.alongside, 1, -1, &stopped));
    check_text(r.tools[0].err, "made no progress");
    end(&r);
}
END_TEST

/* The program ends when it sees what a job's end has made. */
START_TEST(programs_run_alongside_jobs)
{
    char dir[] = "/tmp/tirage-tool.XXXXXX", made[64], wait[128];
    const char *const waiter[] = {"sh", "-c", wait, NULL};
    struct run r = {.tools = {{.argv = waiter, .path = "a"}}, .len = 1, .made = made};
    bool stopped;

    ck_assert_ptr_nonnull(mkdtemp(dir));
    (void)snprintf(made, sizeof(made), "%s/made", dir);
    (void)snprintf(wait, sizeof(wait), "until [ -e %s ]; do sleep 0.01; done", made);
    begin(&r, 2, false, 0);
    ck_ok(run_both(&r, 2, &stopped));
    ck_assert(!stopped);
    ck_assert_uint_eq(r.ok, JOBS);
    ck_assert_uint_eq(r.ended, 1);
    ck_assert_ptr_null(r.tools[0].err);
    end(&r);
    (void)unlink(made);
    (void)rmdir(dir);
}
END_TEST

/* _i: number of workers; 0 is in process.  next() and ended() look how many run. */
START_TEST(never_more_than_workers)
{
    static const char *const brief[] = {"sleep", "0.01", NULL};
    struct run r = {.len = PROGRAMS};
    bool stopped;

    for (size_t i = 0; i < PROGRAMS; i++)
        r.tools[i] = (struct tg_tool){.argv = brief, .path = "a"};
    begin(&r, 4, false, 0);
    ck_ok(run_both(&r, (unsigned)_i, &stopped));
    ck_assert_uint_eq(r.ok, JOBS);
    ck_assert_uint_eq(r.ended, PROGRAMS);
    end(&r);
}
END_TEST

START_TEST(strictness_ends_the_others)
{
    static const char *const bad[] = {"false", NULL};
    struct run r = {.tools = {{.argv = sleeper, .path = "a"},
                              {.argv = bad, .path = "b"},
                              {.argv = sleeper, .path = "c"}},
                    .len = 3};
    bool stopped;

    begin(&r, 2, true, 0);
    ck_ok(run_both(&r, 3, &stopped));
    ck_assert(tg_tools_strict_end(r.alongside));
    ck_assert_uint_eq(r.ended, 1);
    ck_assert_uint_eq(r.ok, JOBS); /* which are their client's to stop */
    end(&r);
}
END_TEST

/* One that may fail ends no strict run; one that does not is run no more. */
START_TEST(programs_are_run_again)
{
    static const char *const bad[] = {"false", NULL};
    static const char *const talker[] = {"sh", "-c", "echo said", NULL};
    struct run r = {
        .tools = {{.argv = bad, .path = "a", .may_fail = true}, {.argv = talker, .path = "b"}},
        .len = 2,
        .again = 3,
        .next_command = talker};
    bool stopped;

    begin(&r, 1, true, 0);
    ck_ok(run_both(&r, 2, &stopped));
    ck_assert(!tg_tools_strict_end(r.alongside));
    ck_assert_uint_eq(r.ended, 5);
    ck_assert_uint_eq(r.lines, 4);
    end(&r);
    r = (struct run){.tools = {{.argv = bad, .path = "a"}}, .len = 1, .again = 1};
    begin(&r, 1, true, 0);
    ck_ok(tg_tools_run(r.alongside, 1, -1, &stopped));
    ck_assert(tg_tools_strict_end(r.alongside));
    ck_assert_uint_eq(r.ended, 1);
    end(&r);
}
END_TEST

START_TEST(stopping_kills_both)
{
    struct run r = {.tools = {{.argv = sleeper, .path = "a"}}, .len = 1, .stops = true};
    bool stopped;

    ck_assert_int_eq(pipe(r.stop), 0);
    begin(&r, 1, false, 0);
    ck_ok(run_both(&r, 2, &stopped));
    ck_assert(stopped);
    ck_assert_uint_eq(tg_tools_running(r.alongside), 0);
    ck_assert_uint_eq(r.ended, 0);
    ck_assert_uint_lt(r.ok, JOBS);
    end(&r);
    close(r.stop[0]);
    close(r.stop[1]);
}
END_TEST

START_TEST(an_error_ends_both)
{
    static const char *const good[] = {"true", NULL};
    struct run r = {.tools = {{.argv = good, .path = "a"}, {.argv = sleeper, .path = "b"}},
                    .len = 2,
                    .refuse = true};
    struct tg_err *err;
    bool stopped;

    begin(&r, 2, false, 0);
    err = run_both(&r, (unsigned)_i, &stopped);
    check_text(err, "no room");
    tg_err_free(err);
    ck_assert_uint_eq(tg_tools_running(r.alongside), 0);
    end(&r);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("tool");

    tcase_set_timeout(tc, 60);
    tcase_add_loop_test(tc, alone, 0, 3);
    tcase_add_test(tc, quietness_ends_a_program);
    tcase_add_test(tc, programs_run_alongside_jobs);
    tcase_add_loop_test(tc, never_more_than_workers, 0, 5);
    tcase_add_test(tc, strictness_ends_the_others);
    tcase_add_test(tc, programs_are_run_again);
    tcase_add_test(tc, stopping_kills_both);
    tcase_add_loop_test(tc, an_error_ends_both, 0, 4);
    return tg_suite_run("tool", tc);
}
