/* test_sandbox.c - what a worker under an attacker's control can do: nothing but answer wrongly. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <check.h>

#include "core/pool/pool.h"
#include "core/sandbox/layers.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

/* What a captured worker tries. */
enum attempt {
    OPEN,
    OPEN_TREE, /* through an open folder it does not have */
    MAKE_SOCKET,
    EXECUTE,
    TRACE_PARENT,
    FORK,
    SIGNAL_PARENT,
    WRITE_CODE, /* memory that is executable */
    RENAME,
    CHANGE_LIMITS,
    LOOK_AT_PATH, /* size and time of a file without opening it */
    SHARE_MEMORY, /* these are not counted: */
    GROW_MEMORY,
    HIDE_MEMORY,   /* written, then made unwritable */
    KEEP_BOTH,     /* moved, with the old place kept */
    POISON_MEMORY, /* advice that takes pages away from the whole machine */
    WRITE_CODE_LATER,
    OUT_OF_BAND,
    ATTEMPTS,
    NOTHING = ATTEMPTS,
    OTHER_JOBS, /* descriptors of the jobs before, and everything else that is open */
    EAT_MEMORY,
    EAT_LATER,   /* what nobody may touch is made writable */
    EAT_ADDRESS, /* what nobody may write: the kernel has tables for it */
    ABORT,
};

enum { FORBIDDEN = 0xBAD, DONE = 0x600D, PAGE = 4096, PIECE = 1 << 20 };

static const char secret[] = "what another photo shows";

/* The same about memory. */
static void try_memory(enum attempt attempt, char *page)
{
    switch ((int)attempt) {
    case WRITE_CODE:
        (void)mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                   0);
        break;
    case WRITE_CODE_LATER:
        (void)mprotect(page, PAGE, PROT_READ | PROT_EXEC);
        break;
    case SHARE_MEMORY:
        (void)mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        break;
    case GROW_MEMORY:
        (void)mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN,
                   -1, 0);
        break;
    case HIDE_MEMORY:
        (void)mprotect(page, PAGE, PROT_READ);
        break;
    case KEEP_BOTH:
        (void)mremap(page, PAGE, PAGE, MREMAP_MAYMOVE | 4, page); /* MREMAP_DONTUNMAP */
        break;
    case POISON_MEMORY:
        (void)madvise(page, PAGE, 100); /* MADV_HWPOISON */
        break;
    default:
        break;
    }
}

/* Returns only if nothing stopped it. */
static void try(enum attempt attempt)
{
    struct stat st;
    struct msghdr nothing = {0};
    char *const argv[] = {(char *)(uintptr_t) "true", NULL};

    switch ((int)attempt) {
    case OPEN:
        (void)open("/etc/passwd", O_RDONLY);
        break;
    case OPEN_TREE:
        (void)openat(3, "passwd", O_RDONLY);
        break;
    case MAKE_SOCKET:
        (void)socket(AF_INET, SOCK_STREAM, 0);
        break;
    case EXECUTE:
        (void)execve("/bin/true", argv, argv + 1);
        break;
    case TRACE_PARENT:
        (void)ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
        break;
    case FORK:
        (void)!fork();
        break;
    case SIGNAL_PARENT:
        (void)syscall(SYS_kill, 1, 0);
        break;
    case RENAME:
        (void)rename("/tmp/a", "/tmp/b");
        break;
    case CHANGE_LIMITS:
        (void)syscall(SYS_prlimit64, 0, 0, NULL, NULL);
        break;
    case LOOK_AT_PATH:
        (void)syscall(SYS_newfstatat, AT_FDCWD, "/etc/shadow", &st, AT_EMPTY_PATH);
        break;
    case OUT_OF_BAND:
        (void)recvmsg(0, &nothing, MSG_OOB);
        break;
    default:
        try_memory(attempt,
                   mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    }
}

/* Whether any descriptor but the job's own gives the secret away. */
static uint32_t look_around(int own)
{
    for (int fd = 0; fd < 1024; fd++) {
        char seen[sizeof(secret)] = "";

        if (fd != own && fd != STDERR_FILENO && pread(fd, seen, sizeof(seen), 0) > 0 &&
            memcmp(seen, secret, sizeof(secret)) == 0)
            return FORBIDDEN;
    }
    return DONE;
}

static char *bite(enum attempt how)
{
    int protection = how == EAT_ADDRESS ? PROT_READ : PROT_NONE;
    char *p;

    if (how == EAT_MEMORY)
        return malloc(PIECE);
    p = mmap(NULL, PIECE, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED || (how == EAT_LATER && mprotect(p, PIECE, PROT_READ | PROT_WRITE) != 0))
        return NULL;
    return p;
}

/* Memory up to the first refusal, all of it used; the bound keeps a failing test from harm. */
static uint32_t eat(enum attempt how, size_t most)
{
    size_t eaten = 0;

    for (char *p; eaten < most && (p = bite(how)); eaten += PIECE)
        if (how != EAT_ADDRESS)
            memset(p, 1, PIECE);
    return eaten < most ? DONE : FORBIDDEN;
}

static void captured(void *ctx, struct tg_frame *request, const int *fds, size_t nfds,
                     struct tg_buf *reply)
{
    enum attempt attempt = (enum attempt)tg_frame_get_u32(request);
    uint32_t verdict = FORBIDDEN;

    (void)ctx;
    (void)nfds;
    if (attempt == OTHER_JOBS)
        verdict = look_around(fds[0]);
    else if (attempt >= EAT_MEMORY && attempt <= EAT_ADDRESS)
        verdict = eat(attempt, (size_t)256 << 20);
    else if (attempt == ABORT)
        abort();
    else if (attempt == NOTHING)
        verdict = DONE;
    else
        try(attempt);
    tg_frame_u32(reply, verdict);
}

struct run {
    const enum attempt *attempts;
    size_t n, next;
    struct tg_buf text; /* of the last error */
    size_t done, forbidden, failed;
};

static enum tg_next next(void *ctx, uint64_t group, struct tg_task *task)
{
    struct run *r = ctx;
    int fd;

    (void)group;
    if (r->next == r->n)
        return TG_NEXT_NONE;
    fd = test_file();
    ck_assert_int_eq(write(fd, secret, sizeof(secret)), sizeof(secret));
    task->id = r->next;
    task->fds[task->nfds++] = fd;
    task->timeout_ms = 20000;
    tg_frame_begin(&task->request, r->next);
    tg_frame_u32(&task->request, r->attempts[r->next++]);
    return TG_NEXT_TASK;
}

static bool done(void *ctx, uint64_t id, struct tg_frame *reply, struct tg_err *err)
{
    struct run *r = ctx;
    uint32_t verdict;

    (void)id;
    if (err) {
        r->failed++;
        tg_buf_clear(&r->text);
        tg_err_text(err, &r->text);
        tg_err_free(err);
        return false;
    }
    verdict = tg_frame_get_u32(reply);
    r->done += verdict == DONE;
    r->forbidden += verdict == FORBIDDEN;
    return true;
}

static void run(struct run *r, uint64_t max_memory)
{
    struct tg_pool_options o = {
        .workers = 1, .worker = {.fn = captured, .max_memory = max_memory}, .stop_fd = -1};
    struct tg_pool_client client = {r, NULL, next, done, NULL};
    struct tg_pool *pool;
    bool stopped;

    tg_buf_init(&r->text, TG_BUF_MAX);
    ck_ok(tg_pool_new(&o, &pool));
    ck_ok(tg_pool_run(pool, &client, &stopped));
    tg_pool_free(pool);
}

/* _i: the attempt.  The worker dies of it, and the next photo finds another one. */
START_TEST(an_attempt_kills_the_worker_and_costs_its_job)
{
    const enum attempt attempts[] = {NOTHING, (enum attempt)_i, NOTHING};
    struct run r = {.attempts = attempts, .n = 3};

    if (tg_layer_missing(TG_LAYER_SECCOMP)) {
        printf("SKIPPED: %s\n", tg_layer_missing(TG_LAYER_SECCOMP));
        return;
    }
    run(&r, 0);
    ck_assert_uint_eq(r.done, 2);
    ck_assert_uint_eq(r.failed, 1);
    ck_assert_msg(strstr(tg_buf_str(&r.text), "signal 31"), "%s", tg_buf_str(&r.text));
    tg_buf_release(&r.text);
}
END_TEST

START_TEST(a_job_sees_no_descriptor_but_its_own)
{
    const enum attempt attempts[] = {NOTHING, OTHER_JOBS, OTHER_JOBS};
    struct run r = {.attempts = attempts, .n = 3};

    run(&r, 0);
    ck_assert_uint_eq(r.done, 3);
    tg_buf_release(&r.text);
}
END_TEST

/* It may not raise a signal, and ends all the same. */
START_TEST(abort_ends_the_worker)
{
    const enum attempt attempts[] = {NOTHING, ABORT, NOTHING};
    struct run r = {.attempts = attempts, .n = 3};

    run(&r, 0);
    ck_assert_uint_eq(r.done, 2);
    ck_assert_uint_eq(r.failed, 1);
    ck_assert_msg(!strstr(tg_buf_str(&r.text), "signal 31"), "%s", tg_buf_str(&r.text));
    tg_buf_release(&r.text);
}
END_TEST

/* The signal that ends a child which enters with these options and then works on, writing or
 * not. */
static int work_on(const struct tg_sandbox *options, int fd)
{
    struct tg_sandbox_ready *ready;
    char piece[PAGE] = "";
    int status = 0;
    pid_t child;

    ck_ok(tg_sandbox_prepare(&ready));
    child = fork();
    if (child == 0) {
        (void)signal(SIGXFSZ, SIG_DFL);
        (void)signal(SIGXCPU, SIG_DFL);
        if (tg_sandbox_enter(ready, options))
            _exit(1);
        for (off_t at = 0; fd < 0 || at < 1 << 20; at += PAGE)
            if (fd >= 0 && pwrite(fd, piece, PAGE, at) != PAGE)
                _exit(2);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    tg_sandbox_ready_free(ready);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

START_TEST(files_and_time_have_limits)
{
    struct tg_sandbox options = {.max_fds = 70};
    int fd = test_file(), signal;
    struct stat st;

    ck_assert_int_eq(work_on(&options, fd), 0);
    ck_assert_int_eq(ftruncate(fd, 0), 0);
    options.max_file = 10 * PAGE;
    ck_assert_int_eq(work_on(&options, fd), SIGXFSZ);
    ck_assert_int_eq(fstat(fd, &st), 0);
    ck_assert_int_eq(st.st_size, 10 * PAGE);
    close(fd);
    options.max_cpu_s = 1;
    signal = work_on(&options, -1);
    ck_assert(signal == SIGXCPU || signal == SIGKILL);
}
END_TEST

/* _i: how it is eaten. */
START_TEST(memory_has_a_limit)
{
    const enum attempt attempts[] = {(enum attempt)_i};
    struct run r = {.attempts = attempts, .n = 1};

    if (tg_sandbox_sanitized()) {
        printf("SKIPPED: sanitizers have memory of their own\n");
        return;
    }
    run(&r, (uint64_t)64 << 20);
    ck_assert_uint_eq(r.done, 1);
    tg_buf_release(&r.text);
}
END_TEST

/* The exit status of a child that enters Landlock alone and opens a file. */
START_TEST(landlock_opens_nothing)
{
    int status = 0;
    pid_t child;

    if (tg_layer_missing(TG_LAYER_LANDLOCK)) {
        printf("SKIPPED: %s\n", tg_layer_missing(TG_LAYER_LANDLOCK));
        return;
    }
    child = fork();
    if (child == 0) {
        (void)signal(SIGTERM, SIG_DFL);
        if (open("/etc/passwd", O_RDONLY) < 0)
            _exit(2);
        if (syscall(SYS_prctl, 38, 1, 0, 0, 0) != 0) /* PR_SET_NO_NEW_PRIVS, which Landlock wants */
            _exit(3);
        if (tg_landlock_enter(NULL, 0) != 0)
            _exit(4);
        _exit(open("/etc/passwd", O_RDONLY) < 0 && errno == EACCES ? 0 : 5);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), 0);
}
END_TEST

START_TEST(layers_are_used_where_the_kernel_has_them)
{
    FILE *f = fopen("/proc/sys/kernel/seccomp/actions_avail", "r");
    char actions[256] = "";

    if (f && fgets(actions, sizeof(actions), f) && strstr(actions, "kill_process") &&
        !tg_sandbox_sanitized())
        ck_assert_ptr_null(tg_layer_missing(TG_LAYER_SECCOMP));
    if (f)
        (void)fclose(f);
    if (syscall(444, NULL, 0, 1) > 0) /* landlock_create_ruleset, its version */
        ck_assert_ptr_null(tg_layer_missing(TG_LAYER_LANDLOCK));
}
END_TEST

int main(void)
{
    TCase *escapes = tcase_create("escapes"), *limits = tcase_create("limits");

    tcase_set_timeout(escapes, 60);
    tcase_add_loop_test(escapes, an_attempt_kills_the_worker_and_costs_its_job, 0, ATTEMPTS);
    tcase_add_test(escapes, a_job_sees_no_descriptor_but_its_own);
    tcase_set_timeout(limits, 60);
    tcase_add_test(escapes, abort_ends_the_worker);
    tcase_add_loop_test(limits, memory_has_a_limit, EAT_MEMORY, EAT_ADDRESS + 1);
    tcase_add_test(limits, files_and_time_have_limits);
    tcase_add_test(limits, landlock_opens_nothing);
    tcase_add_test(limits, layers_are_used_where_the_kernel_has_them);
    return tg_suite_run_all("sandbox", (TCase *const[]){escapes, limits, NULL});
}
