/* test_outdir.c - several shards that begin in one new folder at the same moment. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <check.h>

#include "core/incremental/outdir.h"
#include "tests/support/suite.h"

enum { ROUNDS = 300, SHARDS = 4, LONGEST = 128 };

static char dir[] = "/tmp/tirage-outdir-XXXXXX";

/* In a process of its own: waits for the end of `go`, claims, and ends with 0 if it may. */
static pid_t begin_claim(const char *out, const char *state, int shard, const int go[2])
{
    struct tg_outdir d = {.locks = {-1, -1}};
    struct tg_err *err;
    char part[32], byte;
    pid_t pid = fork();

    if (pid)
        return pid;
    close(go[1]);
    while (read(go[0], &byte, 1) < 0)
        ;
    (void)snprintf(part, sizeof(part), "shard-%d-of-%d", shard + 1, SHARDS);
    err = tg_outdir_claim(&d, out, "/dev", state, part, TG_OUTDIR_OWN);
    tg_outdir_release(&d);
    _exit(err ? 1 : 0);
}

static void claim_together(const char *out, const char *state)
{
    int go[2], status;
    pid_t pids[SHARDS];

    ck_assert_int_eq(pipe(go), 0);
    for (int i = 0; i < SHARDS; i++)
        ck_assert_int_gt(pids[i] = begin_claim(out, state, i, go), 0);
    close(go[0]);
    close(go[1]);
    for (int i = 0; i < SHARDS; i++) {
        ck_assert_int_eq(waitpid(pids[i], &status, 0), pids[i]);
        ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s: a shard was refused",
                      out);
    }
}

START_TEST(shards_begin_together)
{
    char out[LONGEST], state[LONGEST];

    for (int i = 0; i < ROUNDS; i++) {
        (void)snprintf(out, sizeof(out), "%s/site-%d", dir, i);
        (void)snprintf(state, sizeof(state), "%s/state-%d", dir, i);
        claim_together(out, i % 2 ? state : NULL);
    }
}
END_TEST

static void remove_all(void)
{
    char command[LONGEST];

    (void)snprintf(command, sizeof(command), "rm -rf %s", dir);
    if (system(command) != 0)
        (void)fprintf(stderr, "%s was not removed\n", dir);
}

int main(void)
{
    TCase *tc = tcase_create("outdir");
    int status;

    if (!mkdtemp(dir))
        return 1;
    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, shards_begin_together);
    status = tg_suite_run("outdir", tc);
    remove_all();
    return status;
}
