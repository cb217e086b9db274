// A ring of records of any length for one producer and one consumer.
//
//        head                          tail
//         |                             |
//   [ .   | length, message | length, message | .   . ]     position p lives at p % RING_BYTES; both only grow
//
//   tail  written by the producer: all below it is published     store release  -- ring:published -->  load acquire
//   head  written by the consumer: all below it is free again    store release  -- ring:released  -->  load acquire
//
// Each side keeps a copy of the other's index and reads it again only when the copy says that there is nothing to do:
// the line of an index crosses between the cores as seldom as can be. A record does not wrap: what is left at the end of
// the ring becomes a filler.
#pragma once

#include "contender.h"

#include <stdatomic.h>

enum { RING_BYTES = 1 << 18, RING_MAX_MESSAGE = 1 << 16 };

struct ring {
    OWN_LINE _Atomic uint64_t tail;
    OWN_LINE _Atomic uint64_t head;
    OWN_LINE char bytes[RING_BYTES];
};

// Latency, in ring_ping_pong.c: two rings, one there and one back.
role ring_ping;
role ring_pong;
