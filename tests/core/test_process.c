/* test_process.c - children: what they get, how they say that they did not, and that none outlives
 * its parent. */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <check.h>

#include "core/base/process.h"
#include "tests/support/suite.h"

enum { TEXT = 400, WRITTEN = 41 };

/* Runs a child whose standard output and error are read; its exit status. */
static int run(struct tg_process p, char text[TEXT])
{
    int ends[2], status;
    ssize_t n, len = 0;
    pid_t pid;

    ck_assert_int_eq(pipe(ends), 0);
    p.stream[0] = TG_STREAM_NULL;
    p.stream[1] = p.stream[2] = ends[1];
    pid = tg_process_start(&p);
    ck_assert_int_gt(pid, 0);
    close(ends[1]);
    while ((n = read(ends[0], text + len, (size_t)(TEXT - 1 - len))) > 0)
        len += n;
    close(ends[0]);
    text[len] = '\0';
    status = tg_process_wait(pid);
    ck_assert(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int write_and_end(void *ctx)
{
    (void)!write(STDOUT_FILENO, "from run", 8);
    return *(int *)ctx;
}

START_TEST(programs_get_their_streams_and_their_status_comes_back)
{
    const char *const argv[] = {"sh", "-c", "cat; echo out; echo err >&2; exit 7", NULL};
    char text[TEXT];

    ck_assert_int_eq(run((struct tg_process){.argv = argv}, text), 7);
    ck_assert_str_eq(text, "out\nerr\n");
    ck_assert_int_eq(run((struct tg_process){.program = "/bin/sh", .argv = argv}, text), 7);
    ck_assert_str_eq(text, "out\nerr\n");
}
END_TEST

START_TEST(a_function_comes_before_the_program_or_instead_of_it)
{
    const char *const argv[] = {"sh", "-c", "echo , then the program", NULL};
    int status = 0;
    char text[TEXT];

    ck_assert_int_eq(
        run((struct tg_process){.run = write_and_end, .ctx = &status, .argv = argv}, text), 0);
    ck_assert_str_eq(text, "from run, then the program\n");
    ck_assert_int_eq(run((struct tg_process){.run = write_and_end, .ctx = &status}, text), 0);
    ck_assert_str_eq(text, "from run");
    status = WRITTEN;
    ck_assert_int_eq(
        run((struct tg_process){.run = write_and_end, .ctx = &status, .argv = argv}, text),
        WRITTEN);
    ck_assert_str_eq(text, "from run");
}
END_TEST

START_TEST(what_is_no_program_says_so)
{
    const char *const argv[] = {"tirage-no-such-program", NULL};
    char text[TEXT];

    ck_assert_int_eq(run((struct tg_process){.argv = argv}, text), TG_PROCESS_NOT_FOUND);
    ck_assert_int_eq(run((struct tg_process){.program = "/no/such", .argv = argv}, text),
                     TG_PROCESS_NOT_FOUND);
    ck_assert_str_eq(text, "");
    ck_assert_int_eq(run((struct tg_process){.program = "/etc/passwd", .argv = argv}, text),
                     TG_PROCESS_UNREADY);
    ck_assert_str_eq(text, "the program does not start: Permission denied");
}
END_TEST

/* A blocked or ignored signal is inherited by programs. */
START_TEST(signals_are_as_asked_for)
{
    const char *const argv[] = {"grep", "-E", "^Sig(Blk|Ign):", "/proc/self/status", NULL};
    static const int defaults[] = {SIGUSR1, 0};
    sigset_t blocked, none;
    char text[TEXT];

    sigemptyset(&none);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR2);
    ck_assert_int_eq(sigprocmask(SIG_BLOCK, &blocked, NULL), 0);
    (void)signal(SIGUSR1, SIG_IGN);
    ck_assert_int_eq(run((struct tg_process){.argv = argv}, text), 0);
    ck_assert_str_eq(text, "SigBlk:\t0000000000000800\nSigIgn:\t0000000000000200\n");
    ck_assert_int_eq(
        run((struct tg_process){.defaults = defaults, .mask = &none, .argv = argv}, text), 0);
    ck_assert_str_eq(text, "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
}
END_TEST

START_TEST(group_and_rights_are_as_asked_for)
{
    const char *const argv[] = {
        "sh", "-c", "grep NoNewPrivs /proc/$$/status; ulimit -c; kill -0 -$$ && echo leader", NULL};
    struct tg_process p = {.own_group = true, .no_privileges = true, .argv = argv};
    char text[TEXT];

    ck_assert_int_eq(run(p, text), 0);
    ck_assert_str_eq(text, "NoNewPrivs:\t1\n0\nleader\n");
    p.own_group = false;
    ck_assert_int_ne(run(p, text), 0);
}
END_TEST

static int start_one_that_stays(void *ctx)
{
    const char *const argv[] = {"sleep", "1000", NULL};

    (void)ctx;
    return tg_process_start(&(struct tg_process){
               .death_signal = SIGKILL, .stream = TG_STREAMS_INHERITED, .argv = argv}) < 0;
}

/* What run() reads ends when nobody holds the other end any more. */
START_TEST(children_die_with_their_parent)
{
    char text[TEXT];

    ck_assert_int_eq(run((struct tg_process){.run = start_one_that_stays}, text), 0);
    ck_assert_str_eq(text, "");
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("process");

    tcase_add_test(tc, programs_get_their_streams_and_their_status_comes_back);
    tcase_add_test(tc, a_function_comes_before_the_program_or_instead_of_it);
    tcase_add_test(tc, what_is_no_program_says_so);
    tcase_add_test(tc, signals_are_as_asked_for);
    tcase_add_test(tc, group_and_rights_are_as_asked_for);
    tcase_add_test(tc, children_die_with_their_parent);
    return tg_suite_run("process", tc);
}
