// A contender is a transport with the roles that it can play.
//
// To add one: define `const struct contender NAME_contender` in a file of its own and add NAME to the table below.
#pragma once

#include "harness.h"

// A role opens its transport, calls await_everyone, and works until the run is over.
typedef void role(const struct run *run);

struct contender {
    const char *name;
    size_t smallest_message;
    size_t largest_message;
    role *producer; // NULL where a contender does not have the role
    role *consumer;
    role *ping;
    role *pong;
};

#define CONTENDERS(ENTRY) \
    ENTRY(ring)           \
    ENTRY(ring_batched)   \
    ENTRY(ring_plain)     \
    ENTRY(mpmc)           \
    ENTRY(futex)          \
    ENTRY(lock)           \
    ENTRY(event)          \
    ENTRY(condition)      \
    ENTRY(semaphore)      \
    ENTRY(barrier)        \
    ENTRY(raw_pause)

#define DECLARE_CONTENDER(NAME) extern const struct contender NAME##_contender;
CONTENDERS(DECLARE_CONTENDER)
#undef DECLARE_CONTENDER
