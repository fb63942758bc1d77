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
    ATTEMPTS,
    NOTHING = ATTEMPTS,
    OTHER_JOBS, /* descriptors of the jobs before, and everything else that is open */
    EAT_MEMORY,
};

enum { FORBIDDEN = 0xBAD, DONE = 0x600D };

static const char secret[] = "what another photo shows";

/* Returns only if nothing stopped it. */
static void try(enum attempt attempt)
{
    char *const argv[] = {(char *)(uintptr_t) "true", NULL};

    switch (attempt) {
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
    case WRITE_CODE:
        (void)mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                   0);
        break;
    case RENAME:
        (void)rename("/tmp/a", "/tmp/b");
        break;
    case CHANGE_LIMITS:
        (void)syscall(SYS_prlimit64, 0, 0, NULL, NULL);
        break;
    case NOTHING:
    case OTHER_JOBS:
    case EAT_MEMORY:
        break;
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

/* Memory up to the first refusal, all of it written; the bound keeps a failing test from harm. */
static uint32_t eat(size_t most)
{
    size_t eaten = 0, piece = 1 << 20;

    for (char *p; eaten < most && (p = malloc(piece)); eaten += piece)
        memset(p, 1, piece);
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
    else if (attempt == EAT_MEMORY)
        verdict = eat((size_t)256 << 20);
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

static enum tg_next next(void *ctx, struct tg_task *task)
{
    struct run *r = ctx;
    int fd;

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

static void done(void *ctx, uint64_t id, struct tg_frame *reply, struct tg_err *err)
{
    struct run *r = ctx;
    uint32_t verdict;

    (void)id;
    if (err) {
        r->failed++;
        tg_buf_clear(&r->text);
        tg_err_text(err, &r->text);
        tg_err_free(err);
        return;
    }
    verdict = tg_frame_get_u32(reply);
    r->done += verdict == DONE;
    r->forbidden += verdict == FORBIDDEN;
}

static void run(struct run *r, uint64_t max_memory)
{
    struct tg_pool_options o = {
        .workers = 1, .fn = captured, .stop_fd = -1, .max_memory = max_memory};
    struct tg_pool_client client = {r, NULL, next, done};
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

START_TEST(memory_has_a_limit)
{
    const enum attempt attempts[] = {EAT_MEMORY};
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
    tcase_add_test(limits, memory_has_a_limit);
    tcase_add_test(limits, landlock_opens_nothing);
    tcase_add_test(limits, layers_are_used_where_the_kernel_has_them);
    return tg_suite_run_all("sandbox", (TCase *const[]){escapes, limits, NULL});
}
