/* test_pool.c - workers that crash, hang, lie and vanish. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
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
    FLOOD,
    LEAVE_A_CHILD,
};

struct run {
    uint32_t deed[JOBS];
    uint64_t next;
    unsigned ok, failed;
    enum tg_errc code[JOBS];
    bool done[JOBS];
    uint32_t timeout_ms;
};

/* Sends a wrong reply.  A worker function does not know its socket, but it is the only one there
 * is. */
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

/* A child that keeps the worker's socket, and talks when nobody waits any more.  Where there are
 * system call filters they end the worker before it comes to that. */
static void leave_a_child(void)
{
    if (fork() == 0) {
        (void)usleep(3 * TIMEOUT_MS * 1000);
        flood(3);
        _exit(0);
    }
    _exit(7);
}

static void worker(void *ctx, struct tg_frame *request, const int *fds, size_t nfds,
                   struct tg_buf *reply)
{
    uint32_t deed = tg_frame_get_u32(request);
    uint64_t id = tg_frame_get_u64(request);
    volatile char *volatile nowhere = NULL; /* a worker may not raise signals */
    char byte = 0;

    (void)ctx;
    if (!tg_frame_end(request) ||
        nfds != 1) /* check's own messages would go to the wrong descriptor */
        _exit(8);
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
    case LEAVE_A_CHILD:
        leave_a_child();
        break;
    case ECHO:
    case NDEEDS:
        break;
    }
    (void)!pread(fds[0], &byte, 1, 0);
    tg_frame_u32(reply, (uint32_t)(unsigned char)byte);
    tg_frame_u64(reply, id);
}

static enum tg_next next(void *ctx, uint64_t group, struct tg_task *task)
{
    struct run *r = ctx;
    int fd;

    (void)group;
    if (r->next == JOBS)
        return TG_NEXT_NONE;
    fd = test_file();
    ck_assert_int_eq(write(fd, "x", 1), 1);
    task->id = r->next;
    task->fds[task->nfds++] = fd;
    if (r->deed[r->next] != ECHO) /* others take as long as they do, on a machine with other work */
        task->timeout_ms = r->timeout_ms;
    tg_frame_begin(&task->request, r->next);
    tg_frame_u32(&task->request, r->deed[r->next]);
    tg_frame_u64(&task->request, r->next);
    r->next++;
    return TG_NEXT_TASK;
}

static bool done(void *ctx, uint64_t id, struct tg_frame *reply, struct tg_err *err)
{
    struct run *r = ctx;

    ck_assert_uint_lt(id, JOBS);
    ck_assert(!r->done[id]);
    r->done[id] = true;
    if (err) {
        r->failed++;
        r->code[id] = tg_err_code(err);
        tg_err_free(err);
        return false;
    }
    ck_assert_uint_eq(tg_frame_get_u32(reply), 'x');
    ck_assert_uint_eq(tg_frame_get_u64(reply), id);
    ck_assert(tg_frame_end(reply));
    r->ok++;
    return true;
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
    struct tg_pool_options o = {.workers = workers, .worker.fn = worker, .stop_fd = stop_fd};
    struct tg_pool_client client = {r, NULL, next, done, NULL};
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
    ck_assert_int_eq(r.code[3], _i == HANG ? TG_E_LIMIT : TG_E_WORKER);
    ck_assert_int_eq(r.code[JOBS - 1], _i == HANG ? TG_E_LIMIT : TG_E_WORKER);
}
END_TEST

/* Right replies, but too many: the job is done; what follows is never taken for another job's
 * reply, and costs at most the job that the worker got before the second reply came. */
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
    struct run r = {.timeout_ms = TIMEOUT_MS};
    bool stopped;

    r.deed[3] = LEAVE_A_CHILD;
    run_jobs(&r, 1, -1, &stopped);
    ck_assert(!stopped);
    ck_assert_uint_eq(r.ok, JOBS - 1);
    /* By its death, or where that cannot be seen by its time. */
    ck_assert(r.code[3] == TG_E_WORKER || r.code[3] == TG_E_LIMIT);
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

/* ---- Which process does what ----------------------------------------------------------------- */

enum { GROUPED = 24, JOBS_EACH = 4 };

/* Jobs of several groups, and the processes that did them. */
struct grouped {
    uint64_t group[GROUPED];
    bool last[GROUPED]; /* done() is not content with the process */
    uint64_t pid[GROUPED];
    size_t next;
};

static void tell_pid(void *ctx, struct tg_frame *request, const int *fds, size_t nfds,
                     struct tg_buf *reply)
{
    (void)ctx;
    (void)request;
    (void)fds;
    (void)nfds;
    tg_frame_u64(reply, (uint64_t)getpid());
}

static enum tg_next next_grouped(void *ctx, uint64_t group, struct tg_task *task)
{
    struct grouped *g = ctx;

    (void)group;
    if (g->next == GROUPED)
        return TG_NEXT_NONE;
    task->id = g->next;
    task->group = g->group[g->next++];
    tg_frame_begin(&task->request, task->id);
    return TG_NEXT_TASK;
}

static bool done_grouped(void *ctx, uint64_t id, struct tg_frame *reply, struct tg_err *err)
{
    struct grouped *g = ctx;

    ck_ok(err);
    g->pid[id] = tg_frame_get_u64(reply);
    ck_assert(tg_frame_end(reply));
    return !g->last[id];
}

static void run_grouped(struct grouped *g, unsigned workers)
{
    struct tg_pool_options o = {
        .workers = workers, .worker.fn = tell_pid, .jobs_each = JOBS_EACH, .stop_fd = -1};
    struct tg_pool_client client = {g, NULL, next_grouped, done_grouped, NULL};
    struct tg_pool *pool;
    bool stopped;

    ck_ok(tg_pool_new(&o, &pool));
    ck_ok(tg_pool_run(pool, &client, &stopped));
    tg_pool_free(pool);
    for (size_t i = 0; i < GROUPED; i++)
        ck_assert_uint_ne(g->pid[i], 0);
}

/* _i: number of workers. */
START_TEST(a_process_sees_one_group_alone)
{
    struct grouped g = {0};

    for (size_t i = 0; i < GROUPED; i++)
        g.group[i] = 1 + i / 3 % 3;
    run_grouped(&g, (unsigned)_i);
    for (size_t i = 0; i < GROUPED; i++)
        for (size_t k = 0; k < i; k++)
            ck_assert(g.pid[i] != g.pid[k] || g.group[i] == g.group[k]);
}
END_TEST

START_TEST(a_process_does_few_jobs)
{
    struct grouped g = {0};

    for (size_t i = 0; i < GROUPED; i++)
        g.group[i] = 7;
    run_grouped(&g, (unsigned)_i);
    for (size_t i = 0; i < GROUPED; i++) {
        unsigned same = 0;

        for (size_t k = 0; k < GROUPED; k++)
            same += g.pid[k] == g.pid[i];
        ck_assert_uint_le(same, JOBS_EACH);
    }
}
END_TEST

START_TEST(a_clean_process_goes_on_to_any_group)
{
    struct grouped g = {0};

    for (size_t i = 0; i < GROUPED; i++)
        g.group[i] = i < GROUPED - JOBS_EACH ? TG_GROUP_CLEAN : 5;
    run_grouped(&g, 1);
    for (size_t i = 1; i < GROUPED; i++)
        ck_assert_uint_eq(g.pid[i], g.pid[0]);
}
END_TEST

START_TEST(a_process_that_has_seen_a_photo_does_no_clean_job)
{
    struct grouped g = {0};

    for (size_t i = 0; i < GROUPED; i++)
        g.group[i] = i % 2 ? TG_GROUP_CLEAN : 5;
    run_grouped(&g, 1);
    for (size_t i = 1; i < GROUPED; i += 2)
        ck_assert_uint_ne(g.pid[i], g.pid[i - 1]);
}
END_TEST

START_TEST(a_suspect_process_is_used_no_more)
{
    struct grouped g = {0};

    for (size_t i = 0; i < GROUPED; i++) {
        g.group[i] = 3;
        g.last[i] = i % 2;
    }
    run_grouped(&g, 1);
    for (size_t i = 1; i + 1 < GROUPED; i++)
        ck_assert_int_eq(g.pid[i] == g.pid[i + 1], !g.last[i]);
}
END_TEST

/* ---- What becomes of others ------------------------------------------------------------------ */

static void be_noisy(void *ctx, struct tg_frame *request, const int *fds, size_t nfds,
                     struct tg_buf *reply)
{
    static const char text[] = "\033]0;owned\007 said on 2\n";
    struct stat st[3];
    char byte;

    (void)ctx;
    (void)request;
    (void)fds;
    (void)nfds;
    (void)reply;
    for (int i = 0; i < 3; i++)
        if (syscall(SYS_fstat, i, &st[i]) != 0) /* not as glibc does it */
            _exit(1);
    if (!S_ISCHR(st[0].st_mode) || !S_ISCHR(st[1].st_mode) || read(0, &byte, 1) != 0)
        _exit(2);
    if (!S_ISFIFO(st[2].st_mode) || read(2, &byte, 1) >= 0)
        _exit(3);
    for (int i = 0; i < 100000; i++) /* more than any pipe holds */
        (void)!write(2, text, sizeof(text) - 1);
    _exit(4);
}

static bool done_noisy(void *ctx, uint64_t id, struct tg_frame *reply, struct tg_err *err)
{
    struct tg_buf *text = ctx;

    (void)id;
    (void)reply;
    ck_assert_ptr_nonnull(err);
    ck_assert_int_eq(tg_err_code(err), TG_E_WORKER);
    tg_err_text(err, text);
    tg_err_free(err);
    return false;
}

static enum tg_next next_once(void *ctx, uint64_t group, struct tg_task *task)
{
    struct tg_buf *text = ctx;

    (void)group;
    if (text->len)
        return TG_NEXT_NONE;
    tg_buf_puts(text, " ");
    task->group = 1;
    tg_frame_begin(&task->request, 0);
    return TG_NEXT_TASK;
}

START_TEST(workers_have_no_terminal)
{
    struct tg_pool_options o = {.workers = 1, .worker.fn = be_noisy, .stop_fd = -1};
    struct tg_buf text;
    struct tg_pool_client client = {&text, NULL, next_once, done_noisy, NULL};
    struct tg_pool *pool;
    bool stopped;

    tg_buf_init(&text, TG_BUF_MAX);
    ck_ok(tg_pool_new(&o, &pool));
    ck_ok(tg_pool_run(pool, &client, &stopped));
    tg_pool_free(pool);
    ck_assert_ptr_nonnull(strstr(tg_buf_str(&text), "status 4"));
    ck_assert_ptr_nonnull(strstr(tg_buf_str(&text), "]0;owned  said on 2"));
    ck_assert_ptr_null(strchr(tg_buf_str(&text), '\033'));
    ck_assert_ptr_null(strchr(tg_buf_str(&text), '\n'));
    tg_buf_release(&text);
}
END_TEST

/* Jobs that crash, and no descriptor left to start another worker with. */
static enum tg_next next_and_starve(void *ctx, uint64_t group, struct tg_task *task)
{
    struct run *r = ctx;
    enum tg_next what = next(ctx, group, task);
    struct rlimit few = {.rlim_cur = 3, .rlim_max = 4096};

    if (r->next == 4 && setrlimit(RLIMIT_NOFILE, &few) != 0)
        return TG_NEXT_NONE;
    return what;
}

static _Noreturn void lose_workers(void)
{
    struct run r = {0};
    struct tg_pool_options o = {.workers = 3, .worker.fn = worker, .stop_fd = -1};
    struct tg_pool_client client = {&r, NULL, next_and_starve, done, NULL};
    struct tg_pool *pool;
    struct tg_err *err;
    bool stopped;

    for (size_t i = 0; i < JOBS; i++)
        r.deed[i] = i == 2 ? CRASH : HANG;
    r.deed[0] = r.deed[2] = CRASH;
    err = tg_pool_new(&o, &pool);
    if (!err)
        err = tg_pool_run(pool, &client, &stopped);
    if (!err)
        _exit(2);
    tg_err_free(err);
    tg_pool_free(pool);
    _exit(0);
}

/* A process group with a bystander: whatever happens to workers, it lives. */
START_TEST(nobody_else_is_killed)
{
    pid_t leader = fork();
    int status;

    if (leader == 0) {
        pid_t bystander;

        (void)setpgid(0, 0);
        bystander = fork();
        if (bystander == 0) {
            for (;;)
                (void)pause();
        }
        if (fork() == 0)
            lose_workers();
        (void)wait(&status);
        if (waitpid(bystander, NULL, WNOHANG) != 0)
            _exit(3);
        (void)kill(bystander, SIGKILL);
        _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 4);
    }
    ck_assert_int_eq(waitpid(leader, &status, 0), leader);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), 0);
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
    tcase_add_loop_test(tc, a_process_sees_one_group_alone, 1, 4);
    tcase_add_loop_test(tc, a_process_does_few_jobs, 1, 4);
    tcase_add_test(tc, a_clean_process_goes_on_to_any_group);
    tcase_add_test(tc, a_process_that_has_seen_a_photo_does_no_clean_job);
    tcase_add_test(tc, a_suspect_process_is_used_no_more);
    tcase_add_test(tc, workers_have_no_terminal);
    tcase_add_test(tc, nobody_else_is_killed);
    return tg_suite_run("pool", tc);
}
