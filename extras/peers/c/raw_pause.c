// The bare round trip between two cores: a number stored to one word comes back in another. No payload.

#include "contender.h"
#include "round_trips.h"

#include <stdatomic.h>

struct words {
    OWN_LINE _Atomic uint64_t there; // store release in ping -- raw:there --> load acquire in pong
    OWN_LINE _Atomic uint64_t back;  // store release in pong -- raw:back  --> load acquire in ping
};

static struct words *open_words(const struct run *run) {
    return map_shared(run, "c-raw-pause", sizeof(struct words));
}

ALWAYS_INLINE void await_value(_Atomic uint64_t *word, uint64_t value) {
    unsigned spins = 0;
    while (atomic_load_explicit(word, memory_order_acquire) != value) {
        spin(&spins);
    }
}

static void ping(const struct run *run) {
    struct words *words = open_words(run);
    struct round_trips trips = make_round_trips(run);
    uint64_t i = 0;
    uint64_t begin;
    atomic_store(&words->there, 0);
    await_everyone();
    do {
        begin = now_nanos();
        for (int round = 0; round < ROUNDS_PER_SAMPLE; round++) {
            i++;
            atomic_store_explicit(&words->there, i, memory_order_release); // raw:there
            await_value(&words->back, i);                                  // raw:back
        }
    } while (!is_recorded(&trips, begin, now_nanos()));
}

static void pong(const struct run *run) {
    struct words *words = open_words(run);
    atomic_store(&words->back, 0);
    await_everyone();
    for (uint64_t i = 1;; i++) {
        await_value(&words->there, i);                                // raw:there
        atomic_store_explicit(&words->back, i, memory_order_release); // raw:back
    }
}

const struct contender raw_pause_contender = {
    .name = "raw-pause",
    .largest_message = SIZE_MAX, // the size means nothing here
    .ping = ping,
    .pong = pong,
};
