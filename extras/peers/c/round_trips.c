#define _GNU_SOURCE // MAP_ANONYMOUS, MAP_POPULATE

#include "round_trips.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

// No two cores are that near, so the samples of the whole measurement have room: their percentiles are exact.
enum { FASTEST_ROUND_NANOS = 20, NANOS_BETWEEN_CHECKS = 20000000 };

struct round_trips make_round_trips(const struct run *run) {
    size_t capacity = run->measure_nanos / (FASTEST_ROUND_NANOS * ROUNDS_PER_SAMPLE) + 1;
    // Populated, because a page fault in the middle of the measurement would cool the caches.
    void *samples = mmap(NULL, capacity * sizeof(uint64_t), PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (samples == MAP_FAILED) {
        fail(EXIT_BROKEN, "no memory for the samples: %s", strerror(errno));
    }
    return (struct round_trips) {
        .warmup_nanos = run->warmup_nanos,
        .measure_nanos = run->measure_nanos,
        .samples = samples,
        .capacity = capacity,
    };
}

static int compare_samples(const void *left, const void *right) {
    uint64_t a = *(const uint64_t *) left;
    uint64_t b = *(const uint64_t *) right;
    return (a > b) - (a < b);
}

// The nearest rank: the smallest sample that is not below `per_mille` of all.
static double percentile(const struct round_trips *trips, size_t per_mille) {
    size_t rank = (trips->count * per_mille + 999) / 1000;
    return (double) trips->samples[rank - 1] / ROUNDS_PER_SAMPLE;
}

static void print_results(struct round_trips *trips) {
    qsort(trips->samples, trips->count, sizeof trips->samples[0], compare_samples);
    printf("RESULT\tp50\t%.1f\n", percentile(trips, 500));
    printf("RESULT\tp99\t%.1f\n", percentile(trips, 990));
    printf("RESULT\tp99.9\t%.1f\n", percentile(trips, 999));
    printf("RESULT\tmax\t%.1f\n", percentile(trips, 1000));
}

bool is_recorded(struct round_trips *trips, uint64_t begin_nanos, uint64_t end_nanos) {
    if (end_nanos >= trips->next_check) {
        leave_if_over();
        trips->next_check = end_nanos + NANOS_BETWEEN_CHECKS;
    }
    if (trips->warm_from == 0) {
        trips->warm_from = end_nanos;
    }
    if (trips->measured_from == 0) {
        if (end_nanos - trips->warm_from >= trips->warmup_nanos) {
            trips->measured_from = end_nanos;
        }
        return false;
    }
    trips->samples[trips->count++] = end_nanos - begin_nanos;
    if (end_nanos - trips->measured_from < trips->measure_nanos && trips->count < trips->capacity) {
        return false;
    }
    print_results(trips);
    stop_everyone();
    return true;
}
