/** Sleeping and waking across processes: a futex on a word of shared memory, and the barrier that makes waking cheap. */
package dev.mitosis.sync;
