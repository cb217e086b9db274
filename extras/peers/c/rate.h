// The consumer's window: from WARMUP_MILLIS after the first message, for MEASURE_MILLIS.
#pragma once

#include "harness.h"

struct rate {
    uint64_t warmup_nanos;
    uint64_t measure_nanos;
    uint64_t next_look;    // the number of messages at which to read the clock again
    uint64_t next_check;   // the time at which to see whether the run is over
    uint64_t first_nanos;  // 0 before the first message
    uint64_t window_nanos; // when counting started; 0 before
    uint64_t window_received;
};

struct rate make_rate(const struct run *run);

bool look_at_rate(struct rate *rate, uint64_t received);

// Ends this process if another consumer has ended the run, with the result that there is by then.
void leave_with_rate_if_stopped(const struct rate *rate, uint64_t received);

// To be told the number of messages received so far, after each few. True once the window has passed: the result is
// printed and everyone told to stop.
ALWAYS_INLINE bool is_measured(struct rate *rate, uint64_t received) {
    return __builtin_expect(received >= rate->next_look, 0) && look_at_rate(rate, received);
}
