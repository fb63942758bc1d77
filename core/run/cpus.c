/* cpus.c - see cpus.h.  _GNU_SOURCE (set by the build for this file) declares
 * sched_getaffinity(). */
#include "core/run/cpus.h"

#include <sched.h>

unsigned tg_cpus_available(void)
{
    cpu_set_t set;

    if (sched_getaffinity(0, sizeof(set), &set) != 0)
        return 1; /* more than 1024 CPUs: -j says how many to use */
    return CPU_COUNT(&set) > 0 ? (unsigned)CPU_COUNT(&set) : 1;
}
