// The round trip between two processes that both sleep in the kernel: a number stored to one word comes back in another,
// and each side waits on its word with a futex. No payload.

#define _GNU_SOURCE

#include "contender.h"
#include "round_trips.h"

#include <errno.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

struct words {
    OWN_LINE _Atomic uint32_t there; // store in ping -- futex:there --> load in pong
    OWN_LINE _Atomic uint32_t back;  // store in pong -- futex:back  --> load in ping
};

static struct words *open_words(const struct run *run) {
    return map_shared(run, "c-futex", sizeof(struct words));
}

static void put(_Atomic uint32_t *word, uint32_t value) {
    atomic_store(word, value);
    syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

// A time limit, so that who waits for a process that has gone sees it.
static void await_value(_Atomic uint32_t *word, uint32_t value) {
    const struct timespec limit = {.tv_nsec = 200000000};
    uint32_t found;
    while ((found = atomic_load(word)) != value) {
        if (syscall(SYS_futex, word, FUTEX_WAIT, found, &limit, NULL, 0) != 0 && errno == ETIMEDOUT) {
            leave_if_over();
        }
    }
}

static void futex_ping(const struct run *run) {
    struct words *words = open_words(run);
    struct round_trips trips = make_round_trips(run);
    uint32_t i = 0;
    uint64_t begin;
    atomic_store(&words->there, 0);
    await_everyone();
    do {
        begin = now_nanos();
        for (int round = 0; round < ROUNDS_PER_SAMPLE; round++) {
            i++;
            put(&words->there, i);
            await_value(&words->back, i);
        }
    } while (!is_recorded(&trips, begin, now_nanos()));
}

static void futex_pong(const struct run *run) {
    struct words *words = open_words(run);
    atomic_store(&words->back, 0);
    await_everyone();
    for (uint32_t i = 1;; i++) {
        await_value(&words->there, i);
        put(&words->back, i);
    }
}

const struct contender futex_contender = {
    .name = "futex",
    .largest_message = SIZE_MAX, // the size means nothing here
    .ping = futex_ping,
    .pong = futex_pong,
};
