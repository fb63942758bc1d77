/* bench_builds.c - whole builds: the program runs itself as anybody would, and is watched. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench/machine/machine.h"
#include "core/base/clock.h"
#include "core/base/hash.h"
#include "core/base/hex.h"
#include "core/base/path.h"
#include "core/base/process.h"

enum { DEPTH_MAX = 8, PATH_MAX_BYTES = 4096, ARGS_MAX = 16 };

/* Exit codes of a build whose site is complete: all is well; some pictures failed. */
enum { BUILD_DONE = 0, BUILD_PICTURES = 3 };

/* One run. */
struct run {
    double wall_s, cpu_s, joules, peak_kib;
};

struct builder {
    const struct tg_bench_options *o;
    const struct tg_bench_site *site;
    struct tg_bench_result *r;
    char photos[PATH_MAX_BYTES], out[PATH_MAX_BYTES];
    char jobs[16], level[16];
};

static double now_s(void)
{
    return (double)tg_clock_ns(TG_CLOCK_STEADY) / 1e9;
}

/* A field in KiB of /proc/PID/status. */
static double status_kib(const char *status, const char *field)
{
    const char *at = strstr(status, field);

    return at ? strtod(at + strlen(field), NULL) : 0;
}

/* Memory of a process and of all below it: what each has for itself, and once the files that they
 * share. */
static void sample(long pid, unsigned depth, double *own, double *shared)
{
    char path[64], text[4096] = "", *rest = text;
    FILE *f;
    double files;

    (void)snprintf(path, sizeof(path), "/proc/%ld/status", pid);
    f = fopen(path, "re");
    if (!f)
        return;
    text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
    (void)fclose(f);
    *own += status_kib(text, "RssAnon:") + status_kib(text, "RssShmem:");
    files = status_kib(text, "RssFile:");
    *shared = files > *shared ? files : *shared;
    (void)snprintf(path, sizeof(path), "/proc/%ld/task/%ld/children", pid, pid);
    f = depth < DEPTH_MAX ? fopen(path, "re") : NULL;
    if (!f)
        return;
    text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
    (void)fclose(f);
    for (long child; (child = strtol(rest, &rest, 10)) > 0;)
        sample(child, depth + 1, own, shared);
}

static void look(pid_t pid, struct run *run, struct tg_bench_result *r)
{
    struct tg_bench_sensors sensors;
    double own = 0, shared = 0;

    sample(pid, 0, &own, &shared);
    if (own + shared > run->peak_kib)
        run->peak_kib = own + shared;
    tg_bench_sense(&sensors);
    if (sensors.degrees > r->degrees_most)
        r->degrees_most = sensors.degrees;
    r->throttled |= sensors.throttled;
}

/* Until it ends, which is seen within a millisecond.  Looking twenty times a second costs this
 * process well under a hundredth of a CPU; the first tenth of a second is looked at all the time,
 * for the sake of short runs.  The kernel's own maximum is of no use: it begins with what this
 * process has. */
static int watch(pid_t pid, struct run *run, struct rusage *usage, struct tg_bench_result *r)
{
    const struct timespec pause = {0, 1000000};
    int status = -1;

    for (unsigned ms = 0; wait4(pid, &status, WNOHANG, usage) == 0; ms++) {
        if (ms < 100 || ms % 50 == 0)
            look(pid, run, r);
        (void)nanosleep(&pause, NULL);
    }
    return status;
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static struct tg_err *build_once(struct builder *b, struct run *run)
{
    /* The photos may be links to those that the user named. */
    const char *const args[ARGS_MAX] = {
        "tirage", "build", b->photos, "-o",     b->out,           "-q",
        "-j",     b->jobs, "--cpu",   b->level, "--follow-links", NULL};
    struct tg_bench_sensors before, after;
    struct rusage usage = {0};
    double start;
    const struct tg_process build = {
        .stream = TG_STREAMS_INHERITED, .program = "/proc/self/exe", .argv = args};
    int status;
    pid_t pid;

    *run = (struct run){0};
    tg_bench_sense(&before);
    start = now_s();
    pid = tg_process_start(&build);
    if (pid < 0)
        return tg_err_sys(errno, NULL, "cannot start a build");
    status = watch(pid, run, &usage, b->r);
    run->wall_s = now_s() - start;
    run->cpu_s = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    tg_bench_sense(&after);
    /* Counters start again from nothing now and then: that run has no energy. */
    run->joules =
        before.joules >= 0 && after.joules >= before.joules ? after.joules - before.joules : -1;
    b->r->throttled |= after.throttle_events != before.throttle_events;
    if (WIFSIGNALED(status))
        return tg_err_new(TG_E_STOPPED, NULL, "a build was ended by signal %d", WTERMSIG(status));
    if (!WIFEXITED(status) ||
        (WEXITSTATUS(status) != BUILD_DONE && WEXITSTATUS(status) != BUILD_PICTURES))
        return tg_err_new(TG_E_SYS, NULL, "a build failed; its reason is above");
    return NULL;
}

static int visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static struct tg_err *hash_tree(struct tg_hasher *h, const char *path, const char *shown,
                                unsigned depth);

static struct tg_err *hash_entry(struct tg_hasher *h, const char *path, const char *shown,
                                 unsigned depth)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct tg_err *err = NULL;
    struct tg_hash hash;
    struct stat st;

    if (fd < 0 || fstat(fd, &st) != 0) {
        err = tg_err_sys(errno, path, "cannot be read again");
    } else if (S_ISDIR(st.st_mode)) {
        err = hash_tree(h, path, shown, depth + 1);
    } else {
        err = tg_hash_file(fd, path, &hash);
        if (!err) {
            tg_hasher_add(h, shown, strlen(shown) + 1);
            tg_hasher_add(h, hash.bytes, sizeof(hash.bytes));
        }
    }
    if (fd >= 0)
        close(fd);
    return err;
}

/* Names and contents of all files, hidden ones left out, in an order that no file system decides.
 */
static struct tg_err *hash_tree(struct tg_hasher *h, const char *path, const char *shown,
                                unsigned depth)
{
    struct dirent **entries = NULL;
    int n = depth < DEPTH_MAX ? scandir(path, &entries, visible, by_name) : -1;
    struct tg_err *err = n < 0 ? tg_err_sys(errno, path, "cannot be read again") : NULL;

    for (int i = 0; i < n; i++) {
        char *full = tg_path_join(path, entries[i]->d_name);
        char *below = tg_path_join(shown, entries[i]->d_name);

        if (!err)
            err = full && below ? hash_entry(h, full, below, depth) : tg_err_nomem();
        free(full);
        free(below);
        free(entries[i]);
    }
    free(entries);
    return err;
}

static struct tg_err *name_tree(struct builder *b, struct tg_bench_build *build)
{
    struct tg_hasher *h = NULL;
    struct tg_err *err = tg_hasher_new(&h);
    struct tg_hash hash;
    char hex[2 * sizeof(hash.bytes) + 1];

    if (err)
        return err;
    err = hash_tree(h, b->out, "", 0);
    tg_hasher_end(h, &hash);
    tg_hex(hash.bytes, sizeof(hash.bytes), hex);
    build->tree = err ? "" : tg_arena_copy(&b->r->arena, hex, strlen(hex));
    return err ? err : build->tree ? NULL : tg_err_nomem();
}

enum kind { COLD, UNCHANGED, ONE_PHOTO };
static const char *const kind_names[] = {"cold", "unchanged", "one photo"};

static struct tg_err *prepare(struct builder *b, enum kind kind, unsigned round)
{
    if (kind == COLD)
        tg_bench_remove(b->out);
    return kind == ONE_PHOTO ? tg_bench_site_touch(b->site, 0, round) : NULL;
}

static struct tg_err *measure(struct builder *b, enum kind kind, unsigned jobs)
{
    struct tg_bench_build *build = &b->r->builds[b->r->builds_len];
    struct tg_bench_series joules = {.n = 0};
    struct tg_err *err = NULL;

    if (b->r->builds_len == TG_BENCH_BUILDS)
        return NULL;
    b->r->builds_len++;
    *build = (struct tg_bench_build){.name = kind_names[kind], .jobs = jobs, .tree = ""};
    (void)snprintf(b->jobs, sizeof(b->jobs), "%u", jobs);
    for (unsigned round = 0; round < b->o->rounds && !err; round++) {
        struct run run;

        err = prepare(b, kind, round);
        if (!err)
            err = build_once(b, &run);
        if (err)
            return err;
        tg_bench_add(&build->wall_s, run.wall_s);
        tg_bench_add(&build->cpu_s, run.cpu_s);
        if (run.joules >= 0)
            tg_bench_add(&joules, run.joules);
        build->peak_mib =
            run.peak_kib / 1024 > build->peak_mib ? run.peak_kib / 1024 : build->peak_mib;
        tg_events_message(b->o->events, TG_EVENT_INFO,
                          "%s build, -j %u: %.2f s, %.2f s of CPU time", build->name, jobs,
                          run.wall_s, run.cpu_s);
    }
    build->joules = joules.n ? tg_bench_median(&joules) : -1;
    return name_tree(b, build);
}

struct tg_err *tg_bench_builds(const struct tg_bench_options *o, const struct tg_bench_site *site,
                               struct tg_bench_result *r)
{
    struct builder b = {.o = o, .site = site, .r = r};
    unsigned most = o->jobs ? o->jobs : 1;
    struct tg_err *err;
    struct run warm;

    (void)snprintf(b.photos, sizeof(b.photos), "%s/photos", site->work);
    (void)snprintf(b.out, sizeof(b.out), "%s/site", site->work);
    (void)snprintf(b.jobs, sizeof(b.jobs), "%u", most);
    (void)snprintf(b.level, sizeof(b.level), "%s", r->level);
    err = build_once(&b, &warm);
    /* One worker, then twice as many each time, and all. */
    for (unsigned jobs = 1; jobs < most && !err; jobs *= 2)
        err = measure(&b, COLD, jobs);
    if (!err)
        err = measure(&b, COLD, most);
    if (!err)
        err = measure(&b, UNCHANGED, most);
    return err ? err : measure(&b, ONE_PHOTO, most);
}
