// A message: its 8-byte sequence number, then payload words; word i holds i * 0x9E3779B97F4A7C15.
#pragma once

#include "harness.h"

#include <string.h>

// Calls FUNCTION(size, ...) with the size known to the compiler where it is one that the benchmark uses: copies become
// a few vector moves and sums are unrolled.
#define WITH_KNOWN_SIZE(SIZE, FUNCTION, ...)           \
    switch (SIZE) {                                    \
        case 16: FUNCTION(16, __VA_ARGS__); break;     \
        case 32: FUNCTION(32, __VA_ARGS__); break;     \
        case 64: FUNCTION(64, __VA_ARGS__); break;     \
        case 256: FUNCTION(256, __VA_ARGS__); break;   \
        case 1024: FUNCTION(1024, __VA_ARGS__); break; \
        default: FUNCTION(SIZE, __VA_ARGS__); break;   \
    }

// A message as the sender has it in its own memory, to be copied, and the sum of its payload words. Never freed.
struct sample {
    uint64_t *words;
    uint64_t payload_sum;
};

struct sample make_sample(size_t size);

// Ends the process if what arrived is not what was sent.
_Noreturn void fail_mismatch(const uint64_t *words, uint64_t expected_sequence);

// In blocks that compilers inline as vector moves: as one piece, gcc makes a slow `rep movs` of 256 bytes and more.
ALWAYS_INLINE void copy_message(size_t size, void *to, const void *from) {
    enum { BLOCK = 64 };
    char *target = to;
    const char *source = from;
    size_t done = 0;
    for (; done + BLOCK <= size; done += BLOCK) {
        memcpy(target + done, source + done, BLOCK);
    }
    for (; done < size; done += sizeof(uint64_t)) {
        memcpy(target + done, source + done, sizeof(uint64_t));
    }
}

ALWAYS_INLINE void write_message(size_t size, void *to, const struct sample *sample, uint64_t sequence) {
    copy_message(size, to, sample->words);
    memcpy(to, &sequence, sizeof sequence);
}

ALWAYS_INLINE void check_message(size_t size, const void *from, const struct sample *sample, uint64_t sequence) {
    const uint64_t *words = from;
    uint64_t sum = 0;
    for (size_t i = 1; i < size / sizeof(uint64_t); i++) {
        sum += words[i];
    }
    if (__builtin_expect(words[0] != sequence || sum != sample->payload_sum, 0)) {
        fail_mismatch(words, sequence);
    }
}
