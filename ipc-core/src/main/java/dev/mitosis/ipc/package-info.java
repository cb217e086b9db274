/**
 * Processes, started in whichever way the platform has.
 *
 * <pre>
 *   parent                          |                    child
 *                                   |
 *   ChildProcess.start ── FORK ─────|──► a copy of this JVM, as it is now    ──► Program.run ──► exit code
 *                      ── SPAWN ────|──► a new JVM: SpawnedMain ─────────────►
 *        join  ◄────────────────────|─── ends
 * </pre>
 */
package dev.mitosis.ipc;
