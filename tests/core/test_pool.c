/* test_pool.c - workers that crash, hang, lie and vanish. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <check.h>

#include "core/pool/pool.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

enum { JOBS = 20, TIMEOUT_MS = 200 };

/* What a test worker does with a job. */
enum deed {
    ECHO,
    CRASH,
    HANG,
    LEAVE,
    SHORT_REPLY,
    WRONG_ID,
    OVERSIZE,
    SEND_FD,
    FLOOD_FDS,
    NDEEDS,
    FLOOD
};

struct run {
    uint32_t deed[JOBS];
    uint64_t next;
    unsigned ok, failed;
    enum tg_errc code[JOBS];
    bool done[JOBS];
    uint32_t timeout_ms;
    void (*warm_up)(void *ctx);
};

/* Sends a wrong reply.  A worker function does not know its socket, but it is the only one there is. */
static void lie(enum deed deed, uint64_t id, int fd)
{
    static char big[TG_FRAME_MAX + 1000];
    struct tg_buf b;

    tg_frame_begin(&b, deed == WRONG_ID ? id + 1 : id);
    for (int s = 3; s < 64; s++) {
        struct iovec part = {big, deed == OVERSIZE ? sizeof(big) : 3};
        struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1};

        if (deed == OVERSIZE || deed == SHORT_REPLY)
            (void)!sendmsg(s, &m, MSG_NOSIGNAL); /* all but one are no sockets */
        else if (s != fd)
            tg_err_free(tg_frame_send(s, &b, &fd, deed == SEND_FD));
    }
    tg_buf_release(&b);
}

/* One datagram with more descriptors than a frame may have. */
static void flood_fds(int fd)
{
    enum { MANY = 3 * TG_FRAME_FDS };
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(MANY * sizeof(int))];
    } control = {0};
    char text[20] = "";

    for (int s = 3; s < 64; s++) {
        struct iovec part = {text, sizeof(text)};
        struct msghdr m = {.msg_iov = &part,
                           .msg_iovlen = 1,
                           .msg_control = &control,
                           .msg_controllen = sizeof(control)};
        struct cmsghdr *c = CMSG_FIRSTHDR(&m);

        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(MANY * sizeof(int));
        for (int i = 0; i < MANY; i++)
            memcpy(CMSG_DATA(c) + (size_t)i * sizeof(int), &fd, sizeof(fd));
        (void)!sendmsg(s, &m, MSG_NOSIGNAL);
    }
}

/* Sends the right reply over and over, as much as the socket takes. */
static void flood(uint64_t id)
{
    struct tg_buf b;

    tg_frame_begin(&b, id);
    tg_frame_u32(&b, 'x');
    tg_frame_u64(&b, id);
    (void)tg_frame_finish(&b);
    for (int s = 3; s < 64; s++) {
        struct iovec part = {b.data, b.len};
        struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1};

        while (sendmsg(s, &m, MSG_NOSIGNAL | MSG_DONTWAIT) > 0)
            ;
    }
    tg_buf_release(&b);
}

/* Before the worker is confined: a child that keeps its socket, and talks when nobody waits any more. */
static void leave_a_child(void *ctx)
{
    (void)ctx;
    if (fork() == 0) {
        (void)usleep(3 * TIMEOUT_MS * 1000);
        flood(3);
        _exit(0);
    }
}

static void worker(void *ctx, struct tg_frame *request, const int *fds, size_t nfds,
                   struct tg_buf *reply)
{
    uint32_t deed = tg_frame_get_u32(request);
    uint64_t id = tg_frame_get_u64(request);
    volatile char *volatile nowhere = NULL; /* a worker may not raise signals */
    char byte = 0;

    (void)ctx;
    ck_assert(tg_frame_end(request));
    ck_assert_uint_eq(nfds, 1);
    switch ((enum deed)deed) {
    case CRASH:
        *nowhere = 0;
        break;
    case HANG:
        for (;;)
            ;
    case LEAVE:
        _exit(7);
    case SHORT_REPLY:
    case WRONG_ID:
    case OVERSIZE:
    case SEND_FD:
        lie((enum deed)deed, id, fds[0]);
        break;
    case FLOOD_FDS:
        flood_fds(fds[0]);
        break;
    case FLOOD:
        flood(id);
        break;
    case ECHO:
    case NDEEDS:
        break;
    }
    (void)!pread(fds[0], &byte, 1, 0);
    tg_frame_u32(reply, (uint32_t)(unsigned char)byte);
    tg_frame_u64(reply, id);
}

static enum tg_next next(void *ctx, struct tg_task *task)
{
    struct run *r = ctx;
    int fd;

    if (r->next == JOBS)
        return TG_NEXT_NONE;
    fd = test_file();
    ck_assert_int_eq(write(fd, "x", 1), 1);
    task->id = r->next;
    task->fds[task->nfds++] = fd;
    task->timeout_ms = r->timeout_ms;
    tg_frame_begin(&task->request, r->next);
    tg_frame_u32(&task->request, r->deed[r->next]);
    tg_frame_u64(&task->request, r->next);
    r->next++;
    return TG_NEXT_TASK;
}

static void done(void *ctx, uint64_t id, struct tg_frame *reply, struct tg_err *err)
{
    struct run *r = ctx;

    ck_assert_uint_lt(id, JOBS);
    ck_assert(!r->done[id]);
    r->done[id] = true;
    if (err) {
        r->failed++;
        r->code[id] = tg_err_code(err);
        r->code[id] = tg_err_code(err);
        tg_err_free(err);
        return;
    }
    ck_assert_uint_eq(tg_frame_get_u32(reply), 'x');
    ck_assert_uint_eq(tg_frame_get_u64(reply), id);
    ck_assert(tg_frame_end(reply));
    r->ok++;
}

static int open_fds(void)
{
    int n = 0;

    for (int fd = 0; fd < 256; fd++)
        n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

static void run_jobs(struct run *r, unsigned workers, int stop_fd, bool *stopped)
{
    struct tg_pool_options o = {
        .workers = workers, .fn = worker, .warm_up = r->warm_up, .stop_fd = stop_fd};
    struct tg_pool_client client = {r, NULL, next, done};
    int before = open_fds();
    struct tg_pool *pool;

    ck_ok(tg_pool_new(&o, &pool));
    ck_ok(tg_pool_run(pool, &client, stopped));
    tg_pool_free(pool);
    ck_assert_int_eq(open_fds(), before);
}

/* _i: number of workers; 0 is in process. */
START_TEST(every_job_is_done_once)
{
    struct run r = {0};
    bool stopped;

    run_jobs(&r, (unsigned)_i, -1, &stopped);
    ck_assert(!stopped);
    ck_assert_uint_eq(r.ok, JOBS);
}
END_TEST

/* _i: the deed. */
START_TEST(a_bad_worker_costs_its_job_alone)
{
    struct run r = {.timeout_ms = _i == HANG ? TIMEOUT_MS : 0};
    bool stopped;

    r.deed[3] = r.deed[4] = r.deed[JOBS - 1] = (uint32_t)_i;
    run_jobs(&r, 2, -1, &stopped);
    ck_assert(!stopped);
    ck_assert_uint_eq(r.ok + r.failed, JOBS);
    ck_assert_uint_eq(r.failed, 3);
    ck_assert_int_eq(r.code[3], TG_E_WORKER);
    ck_assert_int_eq(r.code[JOBS - 1], TG_E_WORKER);
}
END_TEST

/* Right replies, but too many: the job is done; what follows is never taken for another job's reply, and costs
 * at most the job that the worker got before the second reply came. */
START_TEST(a_flood_of_replies_ends_its_worker)
{
    struct run r = {0};
    bool stopped;

    r.deed[3] = r.deed[10] = FLOOD;
    run_jobs(&r, 2, -1, &stopped);
    ck_assert(!stopped);
    ck_assert_uint_eq(r.ok + r.failed, JOBS);
    ck_assert_uint_le(r.failed, 2);
    ck_assert_int_eq(r.code[3], 0);
    ck_assert_int_eq(r.code[10], 0);
}
END_TEST

START_TEST(a_socket_held_open_hides_no_death)
{
    struct run r = {.timeout_ms = TIMEOUT_MS, .warm_up = leave_a_child};
    bool stopped;

    r.deed[3] = LEAVE;
    run_jobs(&r, 1, -1, &stopped);
    ck_assert(!stopped);
    ck_assert_uint_eq(r.ok, JOBS - 1);
    ck_assert_int_eq(r.code[3], TG_E_WORKER);
}
END_TEST

START_TEST(stopping_kills_what_runs)
{
    struct run r = {0};
    bool stopped = false;
    int ends[2];

    for (size_t i = 0; i < JOBS; i++)
        r.deed[i] = HANG;
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(write(ends[1], "", 1), 1);
    run_jobs(&r, 3, ends[0], &stopped);
    ck_assert(stopped);
    ck_assert_uint_eq(r.failed, 3);
    ck_assert_uint_eq(r.next, 3);
    close(ends[0]);
    close(ends[1]);
}
END_TEST

/* Every cut and every flipped byte of a good frame is refused or reads as fields within bounds. */
START_TEST(frames_are_read_within_bounds)
{
    struct tg_buf b;
    struct tg_frame f;

    tg_frame_begin(&b, 42);
    tg_frame_u32(&b, 7);
    tg_frame_str(&b, "name with \xff bytes");
    tg_frame_u64(&b, 9);
    ck_assert(tg_frame_finish(&b));
    ck_assert_uint_eq(tg_frame_open(&f, b.data, b.len), 42);
    ck_assert_uint_eq(tg_frame_get_max(&f, 7), 7);
    ck_assert_str_eq(tg_frame_get_str(&f), "name with \xff bytes");
    ck_assert(!tg_frame_end(&f));
    ck_assert_uint_eq(tg_frame_get_u64(&f), 9);
    ck_assert(tg_frame_end(&f));
    for (size_t len = 0; len < b.len; len++) {
        uint8_t *cut = malloc(len ? len : 1); /* exactly so long: sanitizers see a byte too far */

        memcpy(cut, b.data, len);
        (void)tg_frame_open(&f, cut, len);
        (void)tg_frame_get_max(&f, 6);
        (void)tg_frame_get_str(&f);
        (void)tg_frame_get_u64(&f);
        ck_assert(!tg_frame_end(&f));
        free(cut);
    }
    for (size_t at = 12; at < b.len; at++) { /* behind the header */
        uint8_t *bad = malloc(b.len);

        memcpy(bad, b.data, b.len);
        bad[at] ^= 0xff;
        (void)tg_frame_open(&f, bad, b.len);
        (void)tg_frame_get_u32(&f);
        ck_assert_uint_lt(strlen(tg_frame_get_str(&f)), b.len);
        free(bad);
    }
    tg_buf_release(&b);
}
END_TEST

START_TEST(a_frame_has_a_largest_size)
{
    struct tg_buf b;
    char *s = malloc(TG_FRAME_MAX + 1);

    memset(s, 'a', TG_FRAME_MAX);
    s[TG_FRAME_MAX] = '\0';
    tg_frame_begin(&b, 1);
    tg_frame_str(&b, s);
    ck_assert(!tg_frame_finish(&b));
    tg_buf_release(&b);
    free(s);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("pool");

    tcase_set_timeout(tc, 60);
    tcase_add_loop_test(tc, every_job_is_done_once, 0, 5);
    tcase_add_loop_test(tc, a_bad_worker_costs_its_job_alone, CRASH, NDEEDS);
    tcase_add_test(tc, a_flood_of_replies_ends_its_worker);
    tcase_add_test(tc, a_socket_held_open_hides_no_death);
    tcase_add_test(tc, stopping_kills_what_runs);
    tcase_add_test(tc, frames_are_read_within_bounds);
    tcase_add_test(tc, a_frame_has_a_largest_size);
    return tg_suite_run("pool", tc);
}
