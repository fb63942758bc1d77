/* faults.c - preloaded into the program: lets one call fail.  TG_FAULT=CALL:ERRNO:N fails the Nth
 * write, rename, open or pread of each process, as a full or dying disk would.  TG_LOAD=N is the
 * load average, and a line goes to standard error whenever the program asks for it. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

int rename(const char *from, const char *to);
ssize_t write(int fd, const void *data, size_t len);
ssize_t pread(int fd, void *data, size_t len, off_t at);
int getloadavg(double *load, int n);

/* Whether this call is the one; sets errno. */
static int fails(const char *call)
{
    static long left = -1;
    static int error;
    static char wanted[16];

    if (left == -1) {
        const char *fault = getenv("TG_FAULT");

        left = 0;
        if (!fault || sscanf(fault, "%15[^:]:%d:%ld", wanted, &error, &left) != 3)
            left = 0;
    }
    if (left <= 0 || strcmp(call, wanted) != 0 || --left > 0)
        return 0;
    errno = error;
    return 1;
}

static void *next(const char *name)
{
    void *f = dlsym(RTLD_NEXT, name);

    if (!f)
        abort();
    return f;
}

int rename(const char *from, const char *to)
{
    static int (*real)(const char *, const char *);

    if (!real)
        *(void **)&real = next("rename");
    return fails("rename") ? -1 : real(from, to);
}

ssize_t write(int fd, const void *data, size_t len)
{
    static ssize_t (*real)(int, const void *, size_t);

    if (!real)
        *(void **)&real = next("write");
    return fails("write") ? -1 : real(fd, data, len);
}

ssize_t pread(int fd, void *data, size_t len, off_t at)
{
    static ssize_t (*real)(int, void *, size_t, off_t);

    if (!real)
        *(void **)&real = next("pread64");
    return fails("pread") ? -1 : real(fd, data, len, at);
}

int open(const char *path, int flags, ...)
{
    static int (*real)(const char *, int, ...);
    mode_t mode = 0;
    va_list args;

    if (flags & O_CREAT) {
        va_start(args, flags);
        mode = va_arg(args, mode_t);
        va_end(args);
    }
    if (!real)
        *(void **)&real = next("open64");
    return fails("open") ? -1 : real(path, flags, mode);
}

int getloadavg(double *load, int n)
{
    static int (*real)(double *, int);
    const char *given = getenv("TG_LOAD");

    if (!real)
        *(void **)&real = next("getloadavg");
    if (!given || n < 1)
        return real(load, n);
    (void)fputs("the load is asked for\n", stderr);
    *load = strtod(given, NULL);
    return 1;
}
