/* bench_machine.c - what kind of machine this is, from what Linux tells about it.  Nothing here is
 * needed for a measurement: what cannot be read stays empty. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/utsname.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

#include "bench/machine/machine.h"

enum { TEXT_MAX = 256, CPUS_MAX = 1024 };

/* ARM's own cores by their part number in MIDR_EL1. */
static const struct {
    unsigned part;
    const char *name;
} arm_parts[] = {
    {0xc07, "Cortex-A7"},   {0xc08, "Cortex-A8"},   {0xc09, "Cortex-A9"},   {0xc0f, "Cortex-A15"},
    {0xd03, "Cortex-A53"},  {0xd04, "Cortex-A35"},  {0xd05, "Cortex-A55"},  {0xd07, "Cortex-A57"},
    {0xd08, "Cortex-A72"},  {0xd09, "Cortex-A73"},  {0xd0a, "Cortex-A75"},  {0xd0b, "Cortex-A76"},
    {0xd0c, "Neoverse-N1"}, {0xd0d, "Cortex-A77"},  {0xd40, "Neoverse-V1"}, {0xd41, "Cortex-A78"},
    {0xd44, "Cortex-X1"},   {0xd46, "Cortex-A510"}, {0xd47, "Cortex-A710"}, {0xd49, "Neoverse-N2"},
    {0xd4d, "Cortex-A715"}, {0xd4f, "Neoverse-V2"},
};

/* The first line of a small file of the kernel, without what ends it; "" if there is none. */
static void read_line(const char *path, char *text, size_t size)
{
    FILE *f = fopen(path, "re");
    size_t len;

    *text = '\0';
    if (!f)
        return;
    if (!fgets(text, (int)size, f))
        *text = '\0';
    (void)fclose(f);
    len = strlen(text);
    while (len && isspace((unsigned char)text[len - 1]))
        text[--len] = '\0';
}

static const char *keep(struct tg_bench_result *r, const char *text)
{
    const char *copy = tg_arena_copy(&r->arena, text, strlen(text));

    return copy ? copy : "";
}

/* The value behind "KEY   : " if the line begins with the key. */
static const char *value_of(const char *line, const char *key)
{
    size_t len = strlen(key);

    if (strncmp(line, key, len) != 0)
        return NULL;
    line += len + strspn(line + len, " \t");
    return *line == ':' ? line + 1 + strspn(line + 1, " \t") : NULL;
}

/* "Cortex-A72", or what the processor calls itself. */
static void name_cpu(const char *line, char *name, size_t size)
{
    const char *value = value_of(line, "model name");

    if (value) {
        (void)snprintf(name, size, "%s", value);
        name[strcspn(name, "\n")] = '\0';
        return;
    }
    value = value_of(line, "CPU part");
    if (!value)
        return;
    (void)snprintf(name, size, "ARM part %s", value);
    name[strcspn(name, "\n")] = '\0';
    for (size_t i = 0; i < sizeof(arm_parts) / sizeof(arm_parts[0]); i++)
        if (strtoul(value, NULL, 0) == arm_parts[i].part)
            (void)snprintf(name, size, "%s", arm_parts[i].name);
}

static void add_core(struct tg_bench_result *r, const char *name, const char *governor,
                     unsigned mhz)
{
    struct tg_bench_machine *m = &r->machine;
    struct tg_bench_cluster *c;

    for (size_t i = 0; i < m->clusters_len; i++) {
        c = &m->clusters[i];
        if (c->mhz == mhz && strcmp(c->cpu, name) == 0 && strcmp(c->governor, governor) == 0) {
            c->cores++;
            return;
        }
    }
    if (m->clusters_len < TG_BENCH_CLUSTERS)
        m->clusters[m->clusters_len++] =
            (struct tg_bench_cluster){keep(r, name), keep(r, governor), 1, mhz};
}

static void end_core(struct tg_bench_result *r, unsigned cpu, const char *name)
{
    char path[TEXT_MAX], text[TEXT_MAX], governor[TEXT_MAX];
    const char *folder = "/sys/devices/system/cpu/cpu";

    (void)snprintf(path, sizeof(path), "%s%u/cpufreq/cpuinfo_max_freq", folder, cpu);
    read_line(path, text, sizeof(text));
    (void)snprintf(path, sizeof(path), "%s%u/cpufreq/scaling_governor", folder, cpu);
    read_line(path, governor, sizeof(governor));
    add_core(r, name, governor, (unsigned)(strtoul(text, NULL, 10) / 1000));
}

/* 32-bit ARM kernels name the part behind the model, which says little. */
static void find_clusters(struct tg_bench_result *r)
{
    FILE *f = fopen("/proc/cpuinfo", "re");
    char line[1024], name[TEXT_MAX] = "";
    const char *value;
    long cpu = -1;

    while (f && fgets(line, sizeof(line), f)) {
        value = value_of(line, "processor");
        if (value) {
            if (cpu >= 0)
                end_core(r, (unsigned)cpu, name);
            cpu = strtol(value, NULL, 10);
        } else {
            name_cpu(line, name, sizeof(name));
        }
    }
    if (cpu >= 0)
        end_core(r, (unsigned)cpu, name);
    if (f)
        (void)fclose(f);
}

static void find_os(struct tg_bench_result *r)
{
    FILE *f = fopen("/etc/os-release", "re");
    char line[1024];

    while (f && fgets(line, sizeof(line), f))
        if (strncmp(line, "PRETTY_NAME=", 12) == 0) {
            line[strcspn(line, "\n")] = '\0';
            line[12 + strcspn(line + 12 + (line[12] == '"'), "\"") + (line[12] == '"')] = '\0';
            r->machine.os = keep(r, line + 12 + (line[12] == '"'));
        }
    if (f)
        (void)fclose(f);
}

/* Mount point, file system and device are the fields 5, behind " - " 1 and 2 of mountinfo. */
static void find_storage(struct tg_bench_result *r, const char *work)
{
    FILE *f = fopen("/proc/self/mountinfo", "re");
    char line[4096], fs[TEXT_MAX] = "", text[3 * TEXT_MAX], path[TEXT_MAX], turns[TEXT_MAX];
    unsigned at_major, at_minor;
    struct stat st;

    if (stat(work, &st) != 0)
        st.st_dev = 0;
    while (f && fgets(line, sizeof(line), f)) {
        const char *rest = strstr(line, " - ");

        if (sscanf(line, "%*u %*u %u:%u", &at_major, &at_minor) == 2 &&
            makedev(at_major, at_minor) == st.st_dev && rest)
            (void)sscanf(rest, " - %255s", fs);
    }
    if (f)
        (void)fclose(f);
    (void)snprintf(path, sizeof(path), "/sys/dev/block/%u:%u/queue/rotational", major(st.st_dev),
                   minor(st.st_dev));
    read_line(path, turns, sizeof(turns));
    if (!*turns) { /* a partition */
        (void)snprintf(path, sizeof(path), "/sys/dev/block/%u:%u/../queue/rotational",
                       major(st.st_dev), minor(st.st_dev));
        read_line(path, turns, sizeof(turns));
    }
    (void)snprintf(text, sizeof(text), "%s%s", fs,
                   *turns == '1'   ? ", disk"
                   : *turns == '0' ? ", flash"
                                   : "");
    r->machine.storage = keep(r, text);
}

static const char *compiler(void)
{
#ifdef __clang__
    return "clang " __clang_version__;
#else
    return "gcc " __VERSION__;
#endif
}

static const char *libc(struct tg_bench_result *r)
{
#ifdef __GLIBC__
    char text[TEXT_MAX];

    (void)snprintf(text, sizeof(text), "glibc %s", gnu_get_libc_version());
    return keep(r, text);
#else
    (void)r;
    return "musl"; /* which hides its version */
#endif
}

void tg_bench_machine(struct tg_bench_result *r, const char *work)
{
    struct tg_bench_machine *m = &r->machine;
    char text[TEXT_MAX];
    struct utsname name;
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);

    *m = (struct tg_bench_machine){"", "", "", "", "", "", "", "", .clusters_len = 0};
    if (uname(&name) == 0) {
        m->name = keep(r, name.nodename);
        m->arch = keep(r, name.machine);
        m->kernel = keep(r, name.release);
    }
    read_line("/proc/device-tree/model", text, sizeof(text));
    if (!*text)
        read_line("/sys/class/dmi/id/product_name", text, sizeof(text));
    m->board = keep(r, text);
    m->compiler = compiler();
    m->libc = libc(r);
    m->memory_mib = pages > 0 ? (unsigned)((unsigned long long)pages * (unsigned)size >> 20) : 0;
    find_os(r);
    find_clusters(r);
    find_storage(r, work);
}
