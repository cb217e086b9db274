/**
 * Memory that several processes see.
 *
 * <pre>
 *     process A                  |  kernel            |           process B
 *     MappedRegion  ── mmap ──►  |  pages of a file   |  ◄── mmap ──  MappedRegion
 *                                |   /dev/shm/...     |
 *                                |   or a memfd       |
 * </pre>
 *
 * A {@link dev.mitosis.memory.SharedDirectory} holds the named files, a {@linkplain dev.mitosis.memory.SharedFile#anonymous memfd} has no name and
 * is inherited or passed on, and a {@link dev.mitosis.memory.MappedRegion} is either of them in this process's memory.
 */
package dev.mitosis.memory;
