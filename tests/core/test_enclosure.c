/* test_enclosure.c - nothing outside of a folder is opened, whatever its links say and whoever
 * changes them meanwhile. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <check.h>

#include "core/base/enclosure.h"
#include "core/base/path.h"
#include "tests/support/suite.h"

static char root[PATH_MAX]; /* with src/, which is the enclosure, and out/ */
static struct tg_enclosure e;

static void at(char *path, const char *name)
{
    ck_assert_int_lt(snprintf(path, PATH_MAX, "%s/%s", root, name), PATH_MAX);
}

static void make(const char *name, const char *text)
{
    char path[PATH_MAX];
    FILE *f;

    at(path, name);
    f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs(text, f), 0);
    ck_assert_int_eq(fclose(f), 0);
}

static void make_dir(const char *name)
{
    char path[PATH_MAX];

    at(path, name);
    ck_assert_int_eq(mkdir(path, 0755), 0);
}

static void make_link(const char *target, const char *name)
{
    char path[PATH_MAX];

    at(path, name);
    ck_assert_int_eq(symlink(target, path), 0);
}

static void setup(void)
{
    char made[] = "/tmp/tirage-enclosure.XXXXXX", *real, path[PATH_MAX];

    ck_assert_ptr_nonnull(mkdtemp(made));
    real = realpath(made, NULL);
    ck_assert_ptr_nonnull(real);
    (void)snprintf(root, sizeof(root), "%s", real);
    free(real);
    make_dir("src");
    make_dir("src/a");
    make_dir("src/a/b");
    make_dir("out");
    make("src/top.txt", "inside");
    make("src/a/b/deep.txt", "inside");
    make("out/secret.txt", "outside");
    at(path, "src");
    ck_assert_ptr_null(tg_enclosure_open(&e, path, false));
}

static void teardown(void)
{
    char command[PATH_MAX + 16];

    tg_enclosure_close(&e);
    (void)snprintf(command, sizeof(command), "rm -rf %s", root);
    ck_assert_int_eq(system(command), 0);
}

/* Opens a file, which must be one of the inside, and says where it really is; the caller frees. */
static char *find(const char *path, unsigned want)
{
    char *inside = NULL, text[8] = "";
    struct stat st;
    int fd = tg_enclosure_find(&e, path, want, &st, &inside);

    ck_assert_msg(fd >= 0, "%s: %s", path, strerror(errno));
    if ((want & TG_WANT_KIND) == TG_WANT_FILE) {
        ck_assert_int_eq(read(fd, text, sizeof(text) - 1), 6);
        ck_assert_str_eq(text, "inside");
    }
    ck_assert_int_eq(close(fd), 0);
    return inside;
}

static void finds(const char *path, unsigned want, const char *where)
{
    char *inside = find(path, want);

    ck_assert_str_eq(inside, where);
    free(inside);
}

static void refuses(const char *path, unsigned want, int why)
{
    struct stat st;
    char *inside = NULL;

    errno = 0;
    ck_assert_int_eq(tg_enclosure_find(&e, path, want, &st, &inside), -1);
    ck_assert_msg(errno == why, "%s: %s", path, strerror(errno));
    ck_assert_ptr_null(inside);
}

static void check_all(void)
{
    char absolute[PATH_MAX];

    finds("top.txt", TG_WANT_FILE, "top.txt");
    finds("a/b/deep.txt", TG_WANT_FILE, "a/b/deep.txt");
    finds("a//./b/../b/deep.txt", TG_WANT_FILE, "a/b/deep.txt");
    finds("", TG_WANT_FOLDER, "");
    finds(".", TG_WANT_FOLDER, "");
    finds("a/b/", TG_WANT_FOLDER, "a/b");
    finds("a", TG_WANT_ANY, "a");
    finds("relative", TG_WANT_FILE, "a/b/deep.txt");
    finds("absolute", TG_WANT_FILE, "a/b/deep.txt");
    finds("folder/deep.txt", TG_WANT_FILE, "a/b/deep.txt");
    finds("folder/../b/deep.txt", TG_WANT_FILE, "a/b/deep.txt"); /* as the kernel has it */
    finds("a/up/top.txt", TG_WANT_FILE, "top.txt");
    finds("out_and_in", TG_WANT_FILE, "top.txt");
    finds("through", TG_WANT_FILE, "top.txt"); /* SRC by another name */
    at(absolute, "src/top.txt");
    finds(absolute, TG_WANT_FILE, "top.txt");
    refuses("gone", TG_WANT_FILE, ENOENT);
    refuses("a/gone/x", TG_WANT_FILE, ENOENT);
    refuses("nowhere", TG_WANT_FILE, ENOENT);
    refuses("top.txt/x", TG_WANT_FILE, ENOTDIR);
    refuses("top.txt/", TG_WANT_FILE, ENOTDIR);
    refuses("a", TG_WANT_FILE, EISDIR);
    refuses("top.txt", TG_WANT_FOLDER, ENOTDIR);
    refuses("loop", TG_WANT_FILE, ELOOP);
    refuses("fifo", TG_WANT_FILE, ENOTSUP);
    refuses("outside", TG_WANT_FILE, EXDEV);
    refuses("outside", TG_WANT_ANY, EXDEV);
    refuses("outside_absolute", TG_WANT_FILE, EXDEV);
    refuses("twice", TG_WANT_FILE, EXDEV);
    refuses("out_folder/secret.txt", TG_WANT_FILE, EXDEV);
    refuses("out_folder", TG_WANT_FOLDER, EXDEV);
    refuses("above", TG_WANT_FOLDER, EXDEV);
    refuses("../out/secret.txt", TG_WANT_FILE, EXDEV);
    refuses("a/../../out/secret.txt", TG_WANT_FILE, EXDEV);
    refuses("/etc/passwd", TG_WANT_FILE, EXDEV);
    refuses("proc/root/etc/passwd", TG_WANT_FILE, EXDEV);
    ck_assert(tg_enclosure_leads_out(&e, "outside") && !tg_enclosure_leads_out(&e, "gone"));
}

static void make_links(void)
{
    char target[PATH_MAX], fifo[PATH_MAX];

    make_link("a/b/deep.txt", "src/relative");
    at(target, "src/a/b/deep.txt");
    make_link(target, "src/absolute");
    make_link("a/b", "src/folder");
    make_link("..", "src/a/up");
    make_link("../src/top.txt", "src/out_and_in");
    at(target, "src");
    make_link(target, "alias");
    at(target, "alias/top.txt");
    make_link(target, "src/through");
    make_link("nowhere_at_all", "src/nowhere");
    make_link("loop", "src/loop");
    make_link("../out/secret.txt", "src/outside");
    at(target, "out/secret.txt");
    make_link(target, "src/outside_absolute");
    make_link("outside", "src/twice");
    make_link("../out", "src/out_folder");
    make_link("..", "src/above");
    make_link("/proc/self", "src/proc");
    at(fifo, "src/fifo");
    ck_assert_int_eq(mkfifo(fifo, 0644), 0);
}

START_TEST(links_stay_inside)
{
    make_links();
    check_all();
}
END_TEST

/* As on kernels before 5.6, under emulators and in containers: the call is not there. */
START_TEST(links_stay_inside_without_openat2)
{
#ifdef SYS_openat2
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const struct sock_fprog filter = {sizeof(code) / sizeof(code[0]), code};

    make_links();
    ck_assert_int_eq(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
    ck_assert_int_eq(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter), 0);
    ck_assert_int_eq(syscall(SYS_openat2, -1, "", NULL, 0), -1);
    ck_assert_int_eq(errno, ENOSYS);
#else
    make_links();
#endif
    check_all();
}
END_TEST

START_TEST(links_may_be_allowed_to_lead_out)
{
    char *inside = NULL, text[8] = "";
    struct stat st;
    int fd;

    make_links();
    e.follow = true;
    fd = tg_enclosure_find(&e, "out_folder/secret.txt", TG_WANT_FILE, &st, &inside);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(read(fd, text, sizeof(text) - 1), 7);
    ck_assert_str_eq(inside, "out_folder/secret.txt");
    ck_assert_int_eq(close(fd), 0);
    free(inside);
    finds("absolute", TG_WANT_FILE, "a/b/deep.txt");
    inside = NULL;
    refuses("out_folder", TG_WANT_FILE, EISDIR);
    refuses("fifo", TG_WANT_FILE, ENOTSUP);
}
END_TEST

START_TEST(names_of_another_form_are_found)
{
    make_dir("src/E\xcc\x81");
    make("src/E\xcc\x81/e\xcc\x81.txt", "inside");
    finds("\xc3\x89/\xc3\xa9.txt", TG_WANT_FILE | TG_WANT_NFC, "E\xcc\x81/e\xcc\x81.txt");
    refuses("\xc3\x89/\xc3\xa9.txt", TG_WANT_FILE, ENOENT);
    refuses("\xc3\x89/o.txt", TG_WANT_FILE | TG_WANT_NFC, ENOENT);
}
END_TEST

/* Puts a folder and a link to the outside into each other's place, until it is killed. */
static void swap_for_ever(void)
{
    char here[PATH_MAX], there[PATH_MAX];

    at(here, "src/swap");
    at(there, "src/other");
    for (;;)
        (void)syscall(SYS_renameat2, AT_FDCWD, here, AT_FDCWD, there, 2u /* RENAME_EXCHANGE */);
}

START_TEST(what_is_opened_is_what_was_checked)
{
    enum { TRIES = 20000 };
    size_t opened = 0, refused = 0;
    char here[PATH_MAX], there[PATH_MAX];
    pid_t pid;

    make_dir("src/swap");
    make("src/swap/secret.txt", "inside");
    make_link("../out", "src/other");
    at(here, "src/swap");
    at(there, "src/other");
    if (syscall(SYS_renameat2, AT_FDCWD, here, AT_FDCWD, there, 2u) != 0) {
        printf("SKIPPED: names cannot be exchanged on this file system\n");
        return;
    }
    pid = fork();
    if (pid == 0)
        swap_for_ever();
    ck_assert_int_gt(pid, 0);
    for (int i = 0; i < TRIES; i++) {
        struct stat st;
        char text[8] = "";
        int fd = tg_enclosure_find(&e, "swap/secret.txt", TG_WANT_FILE, &st, NULL);

        refused += fd < 0;
        if (fd < 0)
            continue;
        ck_assert_int_gt(read(fd, text, sizeof(text) - 1), 0);
        ck_assert_str_eq(text, "inside");
        ck_assert_int_eq(close(fd), 0);
        opened++;
    }
    ck_assert_int_eq(kill(pid, SIGKILL), 0);
    ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
    ck_assert_uint_eq(opened + refused, TRIES);
}
END_TEST

START_TEST(descriptors_are_closed)
{
    struct stat st;
    int before, after;

    make_links();
    before = open("/dev/null", O_RDONLY);
    ck_assert_int_eq(close(before), 0);
    check_all();
    ck_assert_int_eq(tg_enclosure_find(&e, "outside", TG_WANT_FILE, &st, NULL), -1);
    after = open("/dev/null", O_RDONLY);
    ck_assert_int_eq(close(after), 0);
    ck_assert_int_eq(before, after);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("enclosure");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, links_stay_inside);
    tcase_add_test(tc, links_stay_inside_without_openat2);
    tcase_add_test(tc, links_may_be_allowed_to_lead_out);
    tcase_add_test(tc, names_of_another_form_are_found);
    tcase_add_test(tc, what_is_opened_is_what_was_checked);
    tcase_add_test(tc, descriptors_are_closed);
    return tg_suite_run("enclosure", tc);
}
