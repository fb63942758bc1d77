/* walls.c - see walls.h. */
#include "core/sandbox/walls.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "core/base/path.h"
#include "core/sandbox/layers.h"

enum {
    HEADERS = 64,     /* of a program, at most */
    FILES = 256,      /* that are open at once */
    PROCESSES = 8192, /* of the user in all, and threads; root is not bound by it */
    STACK = 2 << 20,  /* of each thread */
    DAC_OVERRIDE = 1, /* capabilities that root keeps: to read files of others */
    DAC_READ_SEARCH = 2,
    LAST_CAPABILITY = 63,
};

/* Of address space beyond memory that is counted: libraries, threads' pools. */
static const uint64_t uncounted = UINT64_C(1) << 30;

struct tg_walls {
    char *program;            /* owned */
    char *lib;                /* owned: the folder lib next to the program's */
    char loader[PATH_MAX];    /* "": it needs none */
    struct tg_filter *filter; /* NULL: the layer is missing */
};

const char *tg_walls_missing(enum tg_layer layer)
{
    return layer == TG_LAYER_SECCOMP    ? tg_seccomp_missing()
           : layer == TG_LAYER_LANDLOCK ? tg_landlock_missing()
                                        : NULL;
}

/* ---- The program ----------------------------------------------------------------------------- */

static bool read_at(int fd, void *data, size_t len, uint64_t at)
{
    return at <= INT64_MAX && pread(fd, data, len, (off_t)at) == (ssize_t)len;
}

/* That of an ELF file of this machine's word size. */
static bool read_header(int fd, ElfW(Ehdr) * h)
{
    const unsigned char class = sizeof(ElfW(Addr)) == sizeof(Elf64_Addr) ? ELFCLASS64 : ELFCLASS32;

    return read_at(fd, h, sizeof(*h), 0) && memcmp(h->e_ident, ELFMAG, SELFMAG) == 0 &&
           h->e_ident[EI_CLASS] == class && h->e_phentsize == sizeof(ElfW(Phdr));
}

/* False if it names one that cannot be. */
static bool find_loader(int fd, const ElfW(Ehdr) * h, char *loader)
{
    ElfW(Phdr) p;

    for (unsigned i = 0; i < h->e_phnum && i < HEADERS; i++) {
        if (!read_at(fd, &p, sizeof(p), h->e_phoff + (uint64_t)i * sizeof(p)))
            return false;
        if (p.p_type == PT_INTERP)
            return p.p_filesz > 0 && p.p_filesz <= PATH_MAX &&
                   read_at(fd, loader, p.p_filesz, p.p_offset) && !loader[p.p_filesz - 1];
    }
    return true;
}

static bool understand(int fd, char *loader)
{
    int self = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    ElfW(Ehdr) ours, h;
    bool same = read_header(fd, &h);

    if (self >= 0 && same && read_header(self, &ours))
        same = ours.e_machine == h.e_machine;
    if (self >= 0)
        close(self);
    return same && find_loader(fd, &h, loader);
}

static struct tg_err *look_at(struct tg_walls *w)
{
    int fd = open(w->program, O_RDONLY | O_CLOEXEC);
    bool understood;

    if (fd < 0)
        return tg_err_sys(errno, w->program, "cannot open");
    understood = understand(fd, w->loader);
    close(fd);
    return understood ? NULL
                      : tg_err_new(TG_E_UNSUPPORTED, w->program,
                                   "is a script or made for another architecture, which cannot be "
                                   "confined: put the program itself first in PATH");
}

/* DIR/lib of DIR/bin/PROGRAM. */
static char *sibling_lib(const char *program)
{
    const char *base = tg_path_base(program);
    char *dir = strndup(program, (size_t)(base - program)), *lib;

    lib = dir ? tg_path_join(*dir ? dir : ".", "../lib") : NULL;
    free(dir);
    return lib;
}

struct tg_err *tg_walls_new(const char *program, struct tg_walls **walls)
{
    struct tg_walls *w = calloc(1, sizeof(*w));
    struct tg_err *err;

    if (!w)
        return tg_err_nomem();
    w->program = strdup(program);
    w->lib = sibling_lib(program);
    err = w->program && w->lib ? look_at(w) : tg_err_nomem();
    if (!err && !tg_walls_missing(TG_LAYER_SECCOMP))
        err = tg_filter_tool_new(&w->filter);
    if (err)
        tg_walls_free(w);
    else
        *walls = w;
    return err;
}

void tg_walls_free(struct tg_walls *w)
{
    if (!w)
        return;
    tg_filter_free(w->filter);
    free(w->program);
    free(w->lib);
    free(w);
}

const char *tg_walls_program(const struct tg_walls *w)
{
    return w->program;
}

/* ---- Between fork() and exec() --------------------------------------------------------------- */

/* Of root; others have none, and gain none. */
static void drop_capabilities(void)
{
    (void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    for (int cap = 0; cap <= LAST_CAPABILITY; cap++)
        if (cap != DAC_OVERRIDE && cap != DAC_READ_SEARCH)
            (void)prctl(PR_CAPBSET_DROP, cap, 0, 0, 0);
}

static int set_limits(const struct tg_room *room)
{
    int failed = tg_limit_set(RLIMIT_CORE, 0, 0);

    if (!failed)
        failed = tg_limit_set(RLIMIT_NOFILE, FILES, FILES);
    if (!failed)
        failed = tg_limit_set(RLIMIT_NPROC, PROCESSES, PROCESSES);
    if (!failed)
        failed = tg_limit_set(RLIMIT_STACK, STACK, STACK);
    if (!failed && room->max_file)
        failed = tg_limit_set(RLIMIT_FSIZE, (rlim_t)room->max_file, (rlim_t)room->max_file);
    if (!failed &&
        room->max_cpu_s) /* no SIGXCPU before SIGKILL: ffmpeg would end in its own words */
        failed = tg_limit_set(RLIMIT_CPU, room->max_cpu_s, room->max_cpu_s);
    if (!failed && room->max_memory)
        failed = tg_limit_set(RLIMIT_DATA, (rlim_t)room->max_memory, (rlim_t)room->max_memory);
    if (!failed && room->max_memory && sizeof(void *) > 4)
        failed = tg_limit_set(RLIMIT_AS, (rlim_t)(room->max_memory + uncounted),
                              (rlim_t)(room->max_memory + uncounted));
    return failed;
}

static int enter_landlock(const struct tg_walls *w, const struct tg_room *room)
{
    const struct tg_landlock_rule rules[] = {
        {w->program, .read = true, .execute = true},
        {*w->loader ? w->loader : NULL, .read = true, .execute = true},
        {room->reads, .read = true},
        {room->writes, .read = true, .write = true},
        /* libraries */
        {"/usr", .read = true},
        {"/lib", .read = true},
        {"/lib32", .read = true},
        {"/lib64", .read = true},
        {"/nix/store", .read = true},
        {"/gnu/store", .read = true},
        {w->lib, .read = true},
        {"/etc/ld.so.cache", .read = true},
        {"/etc/ld-musl-x86_64.path", .read = true},
        {"/etc/ld-musl-aarch64.path", .read = true},
        {"/etc/ld-musl-armhf.path", .read = true},
        /* how many processors there are, and what they can do */
        {"/proc/cpuinfo", .read = true},
        {"/sys/devices/system", .read = true},
        {"/dev/null", .read = true, .write = true},
        {"/dev/urandom", .read = true},
    };

    return tg_landlock_enter(rules, sizeof(rules) / sizeof(rules[0]));
}

int tg_walls_enter(const struct tg_walls *w, const struct tg_room *room, const char **what)
{
    int failed;

    drop_capabilities();
    *what = "no new privileges";
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return errno;
    *what = "Landlock";
    failed = tg_walls_missing(TG_LAYER_LANDLOCK) ? 0 : enter_landlock(w, room);
    if (failed)
        return failed;
    *what = "limits";
    failed = set_limits(room);
    if (failed)
        return failed;
    *what = "seccomp";
    return w->filter ? tg_filter_install(w->filter) : 0;
}
