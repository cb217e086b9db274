#include "rate.h"

#include <stdio.h>

enum { MESSAGES_BETWEEN_LOOKS = 1024, NANOS_BETWEEN_CHECKS = 20000000 };

struct rate make_rate(const struct run *run) {
    return (struct rate) {
        .warmup_nanos = run->warmup_nanos,
        .measure_nanos = run->measure_nanos,
        .next_look = 1,
    };
}

bool look_at_rate(struct rate *rate, uint64_t received) {
    uint64_t now = now_nanos();
    rate->next_look = received + MESSAGES_BETWEEN_LOOKS;
    if (now >= rate->next_check) {
        leave_if_over();
        rate->next_check = now + NANOS_BETWEEN_CHECKS;
    }
    if (rate->first_nanos == 0) {
        rate->first_nanos = now;
    }
    if (rate->window_nanos == 0) {
        if (now - rate->first_nanos >= rate->warmup_nanos) {
            rate->window_nanos = now;
            rate->window_received = received;
        }
        return false;
    }
    if (now - rate->window_nanos < rate->measure_nanos) {
        return false;
    }
    double seconds = (double) (now - rate->window_nanos) / 1e9;
    printf("RESULT\trate\t%.0f\n", (double) (received - rate->window_received) / seconds);
    stop_everyone();
    return true;
}
