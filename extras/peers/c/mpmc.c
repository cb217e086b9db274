// Dmitry Vyukov's bounded queue for many producers and many consumers, in shared memory. Each cell has a sequence number:
// equal to a position when the position's producer may write, one more when its consumer may read. Who claims a position
// moves the shared index on, by one compare-and-set.

#include "contender.h"

#include "message.h"
#include "rate.h"

#include <sched.h>
#include <stdatomic.h>
#include <unistd.h>

enum { CELLS = 1 << 12, LARGEST_MESSAGE = 64, STREAM_SHIFT = 40, MOST_STREAMS = 16, MESSAGES_BETWEEN_STOPS = 256, SPINS = 64 };

static const uint64_t NONE = UINT64_MAX;

struct cell {
    OWN_LINE _Atomic uint64_t turn; // less the cell's own number, so that a file of zeros is an empty queue
    OWN_LINE char message[LARGEST_MESSAGE];
};

struct mpmc {
    OWN_LINE _Atomic uint64_t tail;
    OWN_LINE _Atomic uint64_t head;
    struct cell cells[CELLS];
};

struct streams {
    uint64_t last[MOST_STREAMS];
    unsigned known;
};

// There may be more processes than processors.
ALWAYS_INLINE void idle(unsigned *spins) {
    if (++*spins < SPINS) {
        cpu_pause();
    } else {
        sched_yield();
    }
}

// The claimed position; the cell's turn is `ready` more than that. NONE when the run is over.
ALWAYS_INLINE uint64_t claim(struct mpmc *queue, _Atomic uint64_t *index, uint64_t ready) {
    uint64_t position = atomic_load_explicit(index, memory_order_relaxed);
    unsigned spins = 0;
    for (;;) {
        uint64_t cell = position % CELLS;
        uint64_t turn = atomic_load_explicit(&queue->cells[cell].turn, memory_order_acquire) + cell; // mpmc:passed
        int64_t ahead = (int64_t) (turn - (position + ready));
        if (ahead == 0) {
            if (atomic_compare_exchange_weak_explicit(index, &position, position + 1, memory_order_relaxed,
                                                      memory_order_relaxed)) {
                return position;
            }
            continue;
        }
        if (ahead < 0) {
            if (is_stopped()) {
                return NONE;
            }
            idle(&spins);
        }
        position = atomic_load_explicit(index, memory_order_relaxed);
    }
}

ALWAYS_INLINE void pass(struct mpmc *queue, uint64_t position, uint64_t turn) {
    uint64_t cell = position % CELLS;
    atomic_store_explicit(&queue->cells[cell].turn, turn - cell, memory_order_release); // mpmc:passed
}

// Each producer's messages come in its order, though perhaps not all to this consumer.
ALWAYS_INLINE void check_stream(struct streams *streams, const uint64_t *words) {
    for (unsigned i = 0; i < streams->known; i++) {
        if ((words[0] ^ streams->last[i]) >> STREAM_SHIFT == 0) {
            if (words[0] <= streams->last[i]) {
                fail_mismatch(words, streams->last[i] + 1);
            }
            streams->last[i] = words[0];
            return;
        }
    }
    streams->last[streams->known++ % MOST_STREAMS] = words[0];
}

static void produce(const struct run *run) {
    struct mpmc *queue = map_shared(run, "c-mpmc", sizeof *queue);
    struct sample sample = make_sample(run->message_size);
    uint64_t id = (uint64_t) getpid() << STREAM_SHIFT;
    await_everyone();
    for (;; id++) {
        if (id % MESSAGES_BETWEEN_STOPS == 0) {
            leave_if_stopped();
        }
        uint64_t position = claim(queue, &queue->tail, 0);
        if (position == NONE) {
            return;
        }
        write_message(run->message_size, queue->cells[position % CELLS].message, &sample, id);
        pass(queue, position, position + 1);
    }
}

static void consume(const struct run *run) {
    struct mpmc *queue = map_shared(run, "c-mpmc", sizeof *queue);
    struct sample sample = make_sample(run->message_size);
    struct rate rate = make_rate(run);
    struct streams streams = {.known = 0};
    uint64_t received = 0;
    await_everyone();
    do {
        uint64_t position = claim(queue, &queue->head, 1);
        if (position == NONE) {
            leave_with_rate_if_stopped(&rate, received);
        }
        const uint64_t *words = (const uint64_t *) queue->cells[position % CELLS].message;
        check_message(run->message_size, words, &sample, words[0]);
        check_stream(&streams, words);
        pass(queue, position, position + CELLS);
        received++;
    } while (!is_measured(&rate, received));
}

const struct contender mpmc_contender = {
    .name = "mpmc",
    .smallest_message = sizeof(uint64_t),
    .largest_message = LARGEST_MESSAGE,
    .producer = produce,
    .consumer = consume,
};
