// `ring` publishes each message by itself, `ring-batched` 16 KiB of messages at a time.

#include "ring.h"

#include "message.h"
#include "rate.h"

enum {
    BATCH_BYTES = 1 << 14,
    RELEASES_PER_LAP = 8, // seldom enough to leave the line of `head` alone, often enough that the producer never waits
    FEW_BYTES = 1 << 12,
    GATHERING_PAUSES = 256,
};

ALWAYS_INLINE uint64_t least(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

// The producer comes here at least once a lap, so it is also where it looks whether the run is over.
ALWAYS_INLINE uint64_t await_room(struct ring *ring, uint64_t tail, uint64_t capacity) {
    unsigned spins = 0;
    uint64_t head;
    leave_if_stopped();
    while (tail - (head = atomic_load_explicit(&ring->head, memory_order_acquire)) >= capacity) { // ring:released
        spin(&spins);
    }
    return head;
}

// A consumer close behind the producer takes the line of `tail` from it for every few messages, and both then work at
// the pace of that line: five times slower with messages of 16 bytes. So it lets few become many before it takes them.
ALWAYS_INLINE uint64_t await_messages(struct ring *ring, uint64_t head, uint64_t few) {
    unsigned spins = 0;
    uint64_t tail;
    while ((tail = atomic_load_explicit(&ring->tail, memory_order_acquire)) == head) { // ring:published
        spin(&spins);
    }
    if (tail - head < few) {
        for (int i = 0; i < GATHERING_PAUSES; i++) {
            cpu_pause();
        }
        tail = atomic_load_explicit(&ring->tail, memory_order_acquire); // ring:published
    }
    return tail;
}

ALWAYS_INLINE void produce(size_t size, struct ring *ring, const struct sample *sample, uint64_t batch) {
    const uint64_t capacity = RING_BYTES / size;
    uint64_t tail = 0;
    uint64_t known_head = 0;
    uint64_t slot = 0;
    for (;;) {
        if (tail - known_head >= capacity) {
            known_head = await_room(ring, tail, capacity);
        }
        uint64_t room = least(capacity - (tail - known_head), capacity - slot);
        uint64_t end = tail + least(room, batch);
        char *to = ring->slots + slot * size;
        slot += end - tail;
        if (slot == capacity) {
            slot = 0;
        }
        for (; tail < end; tail++, to += size) {
            write_message(size, to, sample, tail);
        }
        atomic_store_explicit(&ring->tail, tail, memory_order_release); // ring:published
    }
}

ALWAYS_INLINE void consume(size_t size, struct ring *ring, const struct sample *sample, struct rate *rate) {
    const uint64_t capacity = RING_BYTES / size;
    const uint64_t most = capacity / RELEASES_PER_LAP;
    uint64_t head = 0;
    uint64_t slot = 0;
    do {
        uint64_t waiting = least(await_messages(ring, head, FEW_BYTES / size) - head, most);
        uint64_t end = head + least(waiting, capacity - slot);
        const char *from = ring->slots + slot * size;
        slot += end - head;
        if (slot == capacity) {
            slot = 0;
        }
        for (; head < end; head++, from += size) {
            check_message(size, from, sample, head);
        }
        atomic_store_explicit(&ring->head, head, memory_order_release); // ring:released
    } while (!is_measured(rate, head));
}

// Each side clears the index that it writes before everyone is ready: the file may be left from an earlier run.
static void produce_one_by_one(const struct run *run) {
    struct ring *ring = map_shared(run, "c-ring", sizeof *ring);
    struct sample sample = make_sample(run->message_size);
    atomic_store(&ring->tail, 0);
    await_everyone();
    WITH_KNOWN_SIZE(run->message_size, produce, ring, &sample, 1)
}

static void produce_batches(const struct run *run) {
    struct ring *ring = map_shared(run, "c-ring", sizeof *ring);
    struct sample sample = make_sample(run->message_size);
    uint64_t batch = run->message_size < BATCH_BYTES ? BATCH_BYTES / run->message_size : 1;
    atomic_store(&ring->tail, 0);
    await_everyone();
    WITH_KNOWN_SIZE(run->message_size, produce, ring, &sample, batch)
}

static void consume_all(const struct run *run) {
    struct ring *ring = map_shared(run, "c-ring", sizeof *ring);
    struct sample sample = make_sample(run->message_size);
    struct rate rate = make_rate(run);
    atomic_store(&ring->head, 0);
    await_everyone();
    WITH_KNOWN_SIZE(run->message_size, consume, ring, &sample, &rate)
}

const struct contender ring_contender = {
    .name = "ring",
    .smallest_message = sizeof(uint64_t),
    .largest_message = RING_MAX_MESSAGE,
    .producer = produce_one_by_one,
    .consumer = consume_all,
    .ping = ring_ping,
    .pong = ring_pong,
};

const struct contender ring_batched_contender = {
    .name = "ring-batched",
    .smallest_message = sizeof(uint64_t),
    .largest_message = RING_MAX_MESSAGE,
    .producer = produce_batches,
    .consumer = consume_all,
};
