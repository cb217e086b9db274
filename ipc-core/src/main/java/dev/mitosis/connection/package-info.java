/**
 * Pipes between processes: objects and bytes, in order, of any size.
 *
 * <pre>
 *   process A                          |  shared memory          |                          process B
 *                                      |                         |
 *   Connection ── send ──► Outgoing ───|──► Line: pieces ────────|──► Incoming ── receive ──► Connection
 *              ◄─ receive ─ Incoming ◄─|───────── pieces :Line ◄─|─── Outgoing ◄── send ───
 * </pre>
 *
 * <p>Start with {@link dev.mitosis.connection.Pipe}. A line is a queue from one producer to one consumer. A message that is longer than a
 * piece travels in pieces, while the other side reads: see {@link dev.mitosis.connection.Frame}.
 */
package dev.mitosis.connection;
