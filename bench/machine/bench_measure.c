/* bench_measure.c - everything that is measured on a machine, in its order; see machine.h. */
#include "bench/machine/machine.h"

struct tg_err *tg_bench_measure(const struct tg_bench_options *o, const char *work,
                                struct tg_bench_result *r)
{
    struct tg_bench_site site = {.work = work};
    struct tg_bench_sensors sensors;
    struct tg_err *err;

    r->version = o->version;
    tg_bench_machine(r, work);
    r->machine.jpeg_speedup = o->jpeg_speedup;
    tg_bench_sense(&sensors);
    r->degrees_before = r->degrees_most = sensors.degrees;
    err = tg_bench_site_make(o, &site, r);
    if (!err)
        tg_events_message(o->events, TG_EVENT_INFO, "%u photos, %.0f megapixels; measuring steps",
                          r->photos, r->megapixels);
    if (!err)
        err = tg_bench_stages(o, &site, r);
    if (!err)
        err = tg_bench_builds(o, &site, r);
    tg_bench_site_release(&site);
    return err;
}
