/**
 * What processes share besides queues: locks and their conditions, semaphores, events, barriers, values, arrays, memory.
 *
 * <pre>
 *      this JVM                              |  shared file                |  another JVM
 *                                            |                             |
 *      SharedLock ── takes ──────────────────╪─► owner: seat, thread  ◄════╪══ takes
 *         │ waits: Line, WaitingRoom ────────╪─► asleep, sequence     ◄════╪══ wakes
 *         └ looks: Seats ────────────────────╪─► who has which seat        |
 * </pre>
 *
 * {@link dev.mitosis.shared.Shared} opens them. All lie in files of one layout, {@code SharedLayout}, and are captured by forked
 * bodies as they are, and sent to new JVMs as their handles.
 *
 * <p>What holds for all: waits sleep in the kernel, after 20 µs of looking; they take time-outs and answer interruption. Death is seen by
 * who waits, within 100 ms, by process number and start time; nobody living is taken for dead, also when stopped for long.
 * What a dead one held is known exactly, since the word that takes it names the taker. A process that ends in order has not died,
 * unless it holds something.
 *
 * <p>A child of {@link dev.mitosis.process.PlainFork}, which is no whole JVM, must not use what its parent had open.
 */
package dev.mitosis.shared;
