/**
 * Processes, started in whichever way the platform has.
 *
 * <pre>
 *   parent                          |                    child
 *                                   |
 *   ChildProcess.start ── FORK ─────|──► a copy of this JVM, as it is now  ──► Body.call ──► Outcome
 *                      ── SPAWN ────|──► a new JVM: SpawnedMain ───────────►
 *        result ◄───────────────────|─── a file that holds the outcome
 *        join   ◄───────────────────|─── ends
 * </pre>
 */
package dev.mitosis.ipc;
