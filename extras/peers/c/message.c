#include "message.h"

#include <stdlib.h>

static const uint64_t PAYLOAD_STEP = 0x9E3779B97F4A7C15u;

struct sample make_sample(size_t size) {
    enum { LINE = 64 };
    struct sample sample = {.words = aligned_alloc(LINE, (size + LINE - 1) / LINE * LINE)};
    if (sample.words == NULL) {
        fail(EXIT_BROKEN, "no memory for a message");
    }
    sample.words[0] = 0;
    for (size_t i = 1; i < size / sizeof(uint64_t); i++) {
        sample.words[i] = i * PAYLOAD_STEP;
        sample.payload_sum += sample.words[i];
    }
    return sample;
}

void fail_mismatch(const uint64_t *words, uint64_t expected_sequence) {
    unsigned long long found = words[0];
    unsigned long long expected = expected_sequence;
    if (found != expected) {
        fail(EXIT_MISMATCH, "wrong message; expected sequence=%llu found sequence=%llu", expected, found);
    }
    fail(EXIT_MISMATCH, "the payload of a message is damaged; sequence=%llu", found);
}
