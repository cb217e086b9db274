// The samples of ping. One sample is the time of 100 round trips divided by 100, so that reading the clock, which takes
// about as long as a fast round trip, does not count.
#pragma once

#include "harness.h"

enum { ROUNDS_PER_SAMPLE = 100 };

struct round_trips {
    uint64_t warmup_nanos;
    uint64_t measure_nanos;
    uint64_t next_check;    // the time at which to see whether the run is over
    uint64_t warm_from;     // when the first sample ended; 0 before
    uint64_t measured_from; // when the warm-up ended; 0 before
    uint64_t *samples;      // nanoseconds of ROUNDS_PER_SAMPLE round trips
    size_t count;
    size_t capacity;
};

struct round_trips make_round_trips(const struct run *run);

// Records the sample that was taken between two readings of the clock. True once the measurement is complete: the
// results are printed and everyone told to stop.
bool is_recorded(struct round_trips *trips, uint64_t begin_nanos, uint64_t end_nanos);
