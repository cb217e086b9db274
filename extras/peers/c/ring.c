// `ring` publishes each message by itself, `ring-batched` 16 KiB of messages at a time; `ring-plain` is `ring` with a
// consumer that takes at once what there is. No length is known when this is compiled: it does the work that a queue for
// messages of any length has to do.

#include "ring.h"

#include "message.h"
#include "rate.h"

enum {
    BATCH_BYTES = 1 << 14,
    RELEASE_BYTES = RING_BYTES / 8, // seldom enough to leave the line of `head` alone, often enough to be in time
    FEW_BYTES = 1 << 12,
    GATHERING_PAUSES = 256,
};

static const uint64_t FILLER = UINT64_MAX; // instead of a length

struct record {
    uint64_t length;
    char message[];
};

ALWAYS_INLINE struct record *record_at(struct ring *ring, uint64_t position) {
    return (struct record *) (ring->bytes + position % RING_BYTES);
}

ALWAYS_INLINE uint64_t record_size(size_t length) {
    return sizeof(struct record) + (length + sizeof(uint64_t) - 1) / sizeof(uint64_t) * sizeof(uint64_t);
}

ALWAYS_INLINE uint64_t left_before_end(uint64_t position) {
    return RING_BYTES - position % RING_BYTES;
}

// The producer comes here at least once a lap, so it is also where it looks whether the run is over.
static uint64_t await_room(struct ring *ring, uint64_t end) {
    unsigned spins = 0;
    uint64_t head;
    leave_if_stopped();
    while (end - (head = atomic_load_explicit(&ring->head, memory_order_acquire)) > RING_BYTES) { // ring:released
        spin(&spins);
    }
    return head;
}

// A consumer close behind the producer takes the line of `tail` from it for every few messages, and both then work at
// the pace of that line: five times slower with messages of 16 bytes. One that gathers lets few become many before it
// takes them.
ALWAYS_INLINE uint64_t await_messages(struct ring *ring, uint64_t head, bool gathers) {
    unsigned spins = 0;
    uint64_t tail;
    while ((tail = atomic_load_explicit(&ring->tail, memory_order_acquire)) == head) { // ring:published
        spin(&spins);
    }
    if (gathers && tail - head < FEW_BYTES) {
        for (int i = 0; i < GATHERING_PAUSES; i++) {
            cpu_pause();
        }
        tail = atomic_load_explicit(&ring->tail, memory_order_acquire); // ring:published
    }
    return tail;
}

ALWAYS_INLINE void publish(struct ring *ring, uint64_t tail) {
    atomic_store_explicit(&ring->tail, tail, memory_order_release); // ring:published
}

ALWAYS_INLINE void produce(const struct run *run, uint64_t batch_bytes) {
    struct ring *ring = map_shared(run, "c-ring", sizeof *ring);
    struct sample sample = make_sample(run->message_size);
    const size_t length = run->message_size;
    const uint64_t size = record_size(length);
    uint64_t tail = 0;
    uint64_t known_head = 0;
    uint64_t published = 0;
    publish(ring, 0); // the file may be left from an earlier run
    await_everyone();
    for (uint64_t sequence = 0;; sequence++) {
        uint64_t left = left_before_end(tail);
        uint64_t filler = left < size ? left : 0;
        if (__builtin_expect(tail + filler + size - known_head > RING_BYTES, 0)) {
            publish(ring, tail);
            published = tail;
            known_head = await_room(ring, tail + filler + size);
        }
        if (__builtin_expect(filler != 0, 0)) {
            record_at(ring, tail)->length = FILLER;
            tail += filler;
        }
        struct record *record = record_at(ring, tail);
        record->length = length;
        write_message(length, record->message, &sample, sequence);
        tail += size;
        if (tail - published >= batch_bytes) {
            publish(ring, tail);
            published = tail;
        }
    }
}

static void produce_one_by_one(const struct run *run) {
    produce(run, 0);
}

static void produce_batches(const struct run *run) {
    produce(run, BATCH_BYTES);
}

ALWAYS_INLINE void consume(const struct run *run, bool gathers) {
    struct ring *ring = map_shared(run, "c-ring", sizeof *ring);
    struct sample sample = make_sample(run->message_size);
    struct rate rate = make_rate(run);
    uint64_t head = 0;
    uint64_t sequence = 0;
    atomic_store(&ring->head, 0);
    await_everyone();
    do {
        uint64_t tail = await_messages(ring, head, gathers);
        uint64_t end = tail - head > RELEASE_BYTES ? head + RELEASE_BYTES : tail;
        while (head < end) {
            const struct record *record = record_at(ring, head);
            if (__builtin_expect(record->length == FILLER, 0)) {
                head += left_before_end(head);
                continue;
            }
            check_message(record->length, record->message, &sample, sequence++);
            head += record_size(record->length);
        }
        atomic_store_explicit(&ring->head, head, memory_order_release); // ring:released
    } while (!is_measured(&rate, sequence));
}

static void consume_gathered(const struct run *run) {
    consume(run, true);
}

static void consume_at_once(const struct run *run) {
    consume(run, false);
}

const struct contender ring_contender = {
    .name = "ring",
    .smallest_message = sizeof(uint64_t),
    .largest_message = RING_MAX_MESSAGE,
    .producer = produce_one_by_one,
    .consumer = consume_gathered,
    .ping = ring_ping,
    .pong = ring_pong,
};

const struct contender ring_batched_contender = {
    .name = "ring-batched",
    .smallest_message = sizeof(uint64_t),
    .largest_message = RING_MAX_MESSAGE,
    .producer = produce_batches,
    .consumer = consume_gathered,
};

const struct contender ring_plain_contender = {
    .name = "ring-plain",
    .smallest_message = sizeof(uint64_t),
    .largest_message = RING_MAX_MESSAGE,
    .producer = produce_one_by_one,
    .consumer = consume_at_once,
};
