#include "bench/bench.h"

#include <benchmark/benchmark.h>

struct bench {
    benchmark::State &state;
};

extern "C" void bench_add(const char *name, bench_fn *fn, const void *arg)
{
    benchmark::RegisterBenchmark(name, [fn, arg](benchmark::State &state) {
        bench b = {state};

        fn(&b, arg);
    });
}

extern "C" bool bench_next(struct bench *b)
{
    return b->state.KeepRunning();
}

extern "C" void bench_bytes(struct bench *b, uint64_t per_iteration)
{
    b->state.SetBytesProcessed(b->state.iterations() * static_cast<int64_t>(per_iteration));
}

extern "C" void bench_use(const void *p)
{
    benchmark::DoNotOptimize(p);
    benchmark::ClobberMemory();
}

extern "C" void bench_skip(struct bench *b, const char *why)
{
    b->state.SkipWithError(why);
}

extern "C" int bench_run(int argc, char **argv)
{
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 2;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
