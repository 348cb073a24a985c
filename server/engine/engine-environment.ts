/**
 * Variables that a process with an engine is started with. Threads of the pool: those of DuckDB's statements wait for sources in it. Arenas of glibc's allocator: by default eight for each processor, each of which
 * keeps what it has freed; with two, peaks of TPC-H at scale 10 were 200 MiB lower from one run of all statements to the next (1,901 -> 1,704, 1,586 -> 1,381) and nothing takes longer. Other allocators do not know the variable.
 */
export const engineEnvironment = { UV_THREADPOOL_SIZE: '16', MALLOC_ARENA_MAX: '2' } as const;

/** Flags of Node with which it is started: so that it can give back the heap that a large run leaves. */
export const engineFlags = ['--expose-gc'] as const;
