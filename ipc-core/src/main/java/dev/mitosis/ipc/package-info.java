/**
 * Processes, started in whichever way the platform has.
 *
 * <pre>
 *   parent                            |                       child
 *                                     |
 *   ChildProcess.start ── FORK ───────|──► a copy of this JVM, as it is now ──► Body.call ──► Outcome
 *                      ── FORKSERVER ─|──► ZygoteMain, forked: a copy of it ──►
 *                      ── SPAWN ──────|──► a new JVM: SpawnedMain ────────────►
 *        result ◄─────────────────────|─── a slot of shared memory, or a file
 *        join   ◄─────────────────────|─── ends
 *   Family: ends children with this   |    ParentDeathSignal, ParentWatch: end this with its parent
 * </pre>
 *
 * <p>{@code ForkServer} keeps a {@code Zygote}, the near end of the pipes to a {@code ZygoteMain}.
 */
package dev.mitosis.ipc;
