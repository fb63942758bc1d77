/* cpus.h - how many processes can really run at once. */
#ifndef TG_RUN_CPUS_H
#define TG_RUN_CPUS_H

/* CPUs in this process's affinity mask, at least 1. */
unsigned tg_cpus_available(void);

#endif
