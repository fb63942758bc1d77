/* bench_sensors.c - energy, heat and throttling, where the kernel shows them. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/machine/machine.h"

/* Calls `each` with the first line of every file that the pattern finds. */
static void for_each(const char *pattern,
                     void (*each)(struct tg_bench_sensors *s, const char *path, const char *text),
                     struct tg_bench_sensors *s)
{
    glob_t found;

    if (glob(pattern, 0, NULL, &found) != 0)
        return;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        FILE *f = fopen(found.gl_pathv[i], "re");
        char text[64];

        if (f && fgets(text, sizeof(text), f))
            each(s, found.gl_pathv[i], text);
        if (f)
            (void)fclose(f);
    }
    globfree(&found);
}

/* Microjoules, of RAPL's packages and hwmon's counters alike. */
static void add_energy(struct tg_bench_sensors *s, const char *path, const char *text)
{
    (void)path;
    s->joules = (s->joules < 0 ? 0 : s->joules) + strtod(text, NULL) / 1e6;
}

static void take_degrees(struct tg_bench_sensors *s, const char *path, const char *text)
{
    double degrees = strtod(text, NULL) / 1000;

    (void)path;
    if (degrees > s->degrees && degrees < 200)
        s->degrees = degrees;
}

static void add_events(struct tg_bench_sensors *s, const char *path, const char *text)
{
    (void)path;
    s->throttle_events += strtoull(text, NULL, 10);
}

/* A Raspberry Pi's firmware: too little voltage, frequency capped, throttled, too warm. */
static void take_firmware(struct tg_bench_sensors *s, const char *path, const char *text)
{
    (void)path;
    s->throttled |= (strtoul(text, NULL, 16) & 0xf) != 0;
}

/* A device that cools a processor by slowing it down, and does so now. */
static void take_cooling(struct tg_bench_sensors *s, const char *path, const char *text)
{
    char type[64] = "", name[256];
    size_t len = strlen(path) - strlen("cur_state");
    FILE *f;

    if (strtol(text, NULL, 10) <= 0 || len + 5 > sizeof(name))
        return;
    (void)snprintf(name, sizeof(name), "%.*stype", (int)len, path);
    f = fopen(name, "re");
    if (f && fgets(type, sizeof(type), f))
        s->throttled |= strstr(type, "cpu") || strstr(type, "Processor");
    if (f)
        (void)fclose(f);
}

void tg_bench_sense(struct tg_bench_sensors *s)
{
    *s = (struct tg_bench_sensors){.joules = -1};
    for_each("/sys/class/powercap/intel-rapl:[0-9]/energy_uj", add_energy, s);
    if (s->joules < 0)
        for_each("/sys/class/hwmon/hwmon*/energy*_input", add_energy, s);
    for_each("/sys/class/thermal/thermal_zone*/temp", take_degrees, s);
    for_each("/sys/devices/system/cpu/cpu*/thermal_throttle/core_throttle_count", add_events, s);
    for_each("/sys/devices/platform/soc/soc:firmware/get_throttled", take_firmware, s);
    for_each("/sys/class/thermal/cooling_device*/cur_state", take_cooling, s);
}
