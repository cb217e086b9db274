// What every contender shares: the run's settings, the control file, mapped files, the clock and polite spinning.
//
// A process leaves through this harness when the run is over, so the loops of the contenders need no way out.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ALWAYS_INLINE static inline __attribute__((always_inline))

// Two lines, because the processors that we measure on fetch lines in pairs.
#define OWN_LINE __attribute__((aligned(128)))

enum exit_code { EXIT_FINE = 0, EXIT_BROKEN = 1, EXIT_MISMATCH = 2, EXIT_USAGE = 64 };

struct run {
    size_t message_size;
    const char *directory;
    uint64_t processes;
    uint64_t warmup_nanos;
    uint64_t measure_nanos;
};

// Opens the control file of the run; comes before everything else here.
void join_run(const struct run *run);

// Says that this process's transport is open, and waits until all processes of the run have said so.
void await_everyone(void);

// Tells all processes of the run that the measurement is done.
void stop_everyone(void);

bool is_stopped(void);

// Ends this process if the run is over: stop is set, the parent is gone, or another process of the run is.
void leave_if_over(void);

// The same, but looks at nothing except the stop flag: one load of a line that nobody writes to.
void leave_if_stopped(void);

// Maps a file of the run's directory, created and grown as needed; never returns NULL.
void *map_shared(const struct run *run, const char *file_name, size_t bytes);

// Prints one line to standard error and ends the process.
_Noreturn void fail(enum exit_code code, const char *format, ...) __attribute__((format(printf, 2, 3)));

uint64_t now_nanos(void);

ALWAYS_INLINE void cpu_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield" ::: "memory");
#else
#error "no pause instruction known for this processor"
#endif
}

// One idle turn of a waiting loop. Looking for the end costs system calls, hence only now and then.
ALWAYS_INLINE void spin(unsigned *spins) {
    cpu_pause();
    if (__builtin_expect(++*spins % 4096 == 0, 0)) {
        leave_if_over();
    }
}
