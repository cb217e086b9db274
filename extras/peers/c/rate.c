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

static void print_rate(const struct rate *rate, uint64_t received, uint64_t now) {
    double seconds = (double) (now - rate->window_nanos) / 1e9;
    double counted = rate->window_nanos == 0 ? 0 : (double) (received - rate->window_received);
    printf("RESULT\trate\t%.0f\n", counted / seconds);
}

void leave_with_rate_if_stopped(const struct rate *rate, uint64_t received) {
    if (is_stopped()) {
        print_rate(rate, received, now_nanos());
    }
    leave_if_stopped();
}

bool look_at_rate(struct rate *rate, uint64_t received) {
    uint64_t now = now_nanos();
    rate->next_look = received + MESSAGES_BETWEEN_LOOKS;
    if (now >= rate->next_check) {
        leave_with_rate_if_stopped(rate, received);
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
    print_rate(rate, received, now);
    stop_everyone();
    return true;
}
