/* main.c - the program: parses, dispatches, exits. */
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/parse.h"
#include "cli/sandbox_report.h"

static int run(const struct cli_options *o)
{
    int code;

    if (o->version)
        return cmd_version(o);
    if (o->help)
        return cmd_help(o);
    code = cli_require_sandbox(o);
    return code == EXIT_DONE ? cli_commands[o->command].run(o) : code;
}

/* Planes are large and come and go with every photo.  Kept by malloc() they are reused; given back
 * to the system they would be cleared and mapped again each time, which costs a sixth of all CPU
 * time. */
static void keep_memory(void)
{
#ifdef __GLIBC__
    (void)mallopt(M_MMAP_THRESHOLD, 1 << 30);
    (void)mallopt(M_TRIM_THRESHOLD, INT_MAX);
    (void)mallopt(M_TOP_PAD, 16 << 20);
#endif
}

/* Whoever starts us with standard streams closed would have their places taken by the next files
 * that are opened. */
static void open_streams(void)
{
    int fd;

    do
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0)
        close(fd);
}

/* Whoever starts us with the ends of children ignored would make us wait for programs in vain; and
 * a file that may not grow (ulimit -f) is told of by whoever writes it. */
static void set_signals(void)
{
    struct sigaction plain = {.sa_handler = SIG_DFL}, ignore = {.sa_handler = SIG_IGN};

    (void)sigaction(SIGCHLD, &plain, NULL);
    (void)sigaction(SIGXFSZ, &ignore, NULL);
}

int main(int argc, char **argv)
{
    struct cli_options o;
    int code = EXIT_USAGE;

    open_streams();
    set_signals();
    keep_memory();
    if (cli_options_parse(&o, argc, argv))
        code = run(&o);
    cli_options_release(&o);
    if (fflush(stdout) != 0 && code == EXIT_DONE) {
        perror("tirage: cannot write to standard output");
        code = EXIT_FAILED;
    }
    return code;
}
