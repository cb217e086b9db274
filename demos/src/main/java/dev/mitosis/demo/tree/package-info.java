/**
 * The tree of processes that comes of forking in a loop.
 *
 * <pre>
 *   for level = 0 .. N-1: fork                      slots, numbered by the forks that each process came from
 *
 *   0 ──┬── 1 ──┬── 3 ──── 7                        0b000 ──┬── 0b001 ──┬── 0b011 ──── 0b111
 *       │       └── 5                                       │           └── 0b101
 *       ├── 2 ──── 6                                        ├── 0b010 ──── 0b110
 *       └── 4                                               └── 0b100
 * </pre>
 *
 * Each process writes its own and its parent's number into its slot of a shared file. When all have, the first one
 * compares the slots with what the kernel says, and lets them end.
 */
package dev.mitosis.demo.tree;
