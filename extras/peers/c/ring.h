// A ring of fixed slots for one producer and one consumer.
//
//      head                tail
//       |                   |
//   [ . | m | m | m | m | m | . | . ]      index i lives in slot i % slot count; both indices only grow
//
//   tail  written by the producer: all below it is published     store release  -- ring:published -->  load acquire
//   head  written by the consumer: all below it is free again    store release  -- ring:released  -->  load acquire
//
// Each side keeps a copy of the other's index and reads it again only when the copy says that there is nothing to do:
// the line of an index crosses between the cores as seldom as can be.
#pragma once

#include "contender.h"

#include <stdatomic.h>

enum { RING_BYTES = 1 << 20, RING_MAX_MESSAGE = 1 << 16 };

struct ring {
    OWN_LINE _Atomic uint64_t tail;
    OWN_LINE _Atomic uint64_t head;
    OWN_LINE char slots[RING_BYTES];
};

// Latency, in ring_ping_pong.c: two rings, one there and one back.
role ring_ping;
role ring_pong;
