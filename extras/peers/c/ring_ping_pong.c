// The round trip of a message through two rings: copied into a slot, out of it, and the same on the way back.

#include "ring.h"

#include "message.h"
#include "round_trips.h"

struct two_rings {
    struct ring there;
    struct ring back;
};

enum { LINE = 64 };

static struct two_rings *open_rings(const struct run *run) {
    return map_shared(run, "c-ring", sizeof(struct two_rings));
}

// One message is under way at a time, so its reply says that its slot is free: no head to publish, no room to wait for.
// Slots start on a line of their own, as the sender would else write to the line that the receiver still reads.
ALWAYS_INLINE char *slot_of(size_t size, struct ring *ring, uint64_t index) {
    const size_t stride = (size + LINE - 1) / LINE * LINE;
    return ring->bytes + index % (RING_BYTES / stride) * stride;
}

ALWAYS_INLINE void await_published(struct ring *ring, uint64_t tail) {
    unsigned spins = 0;
    while (atomic_load_explicit(&ring->tail, memory_order_acquire) != tail) { // ring:published
        spin(&spins);
    }
}

ALWAYS_INLINE void ping(size_t size, struct two_rings *rings, struct sample *message, struct round_trips *trips) {
    uint64_t i = 0;
    uint64_t begin;
    do {
        begin = now_nanos();
        for (int round = 0; round < ROUNDS_PER_SAMPLE; round++, i++) {
            write_message(size, slot_of(size, &rings->there, i), message, i);
            atomic_store_explicit(&rings->there.tail, i + 1, memory_order_release); // ring:published
            await_published(&rings->back, i + 1);
            // Over the message that was sent: the next one is this reply, so no copy can be left out.
            copy_message(size, message->words, slot_of(size, &rings->back, i));
            if (__builtin_expect(message->words[0] != i, 0)) {
                fail_mismatch(message->words, i);
            }
        }
    } while (!is_recorded(trips, begin, now_nanos()));
    check_message(size, message->words, message, i - 1);
}

ALWAYS_INLINE void pong(size_t size, struct two_rings *rings, uint64_t *message) {
    for (uint64_t i = 0;; i++) {
        await_published(&rings->there, i + 1);
        copy_message(size, message, slot_of(size, &rings->there, i));
        copy_message(size, slot_of(size, &rings->back, i), message);
        atomic_store_explicit(&rings->back.tail, i + 1, memory_order_release); // ring:published
    }
}

void ring_ping(const struct run *run) {
    struct two_rings *rings = open_rings(run);
    struct sample message = make_sample(run->message_size);
    struct round_trips trips = make_round_trips(run);
    atomic_store(&rings->there.tail, 0);
    await_everyone();
    WITH_KNOWN_SIZE(run->message_size, ping, rings, &message, &trips)
}

void ring_pong(const struct run *run) {
    struct two_rings *rings = open_rings(run);
    struct sample message = make_sample(run->message_size);
    atomic_store(&rings->back.tail, 0);
    await_everyone();
    WITH_KNOWN_SIZE(run->message_size, pong, rings, message.words)
}
