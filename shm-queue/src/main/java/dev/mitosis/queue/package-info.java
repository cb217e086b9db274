/**
 * Queues of messages between processes, in a mapped file, without locks.
 *
 * <pre>
 *   process A                      |  file in /dev/shm, or memfd                |  process B
 *                                  |                                            |
 *   Producer ── claim, commit ───► |  ring:  |word|message|word|message|0|      | ──► poll, drain ── Consumer
 *      ▲                           |              (word: this record is ready)  |         │
 *      └──────── how far is free ──|─ head ◄────────────────────────────────────|─ release ┘
 * </pre>
 *
 * <p>That is a lane. A {@link dev.mitosis.queue.Topology} has one, or one for each producer, with a head for each consumer that
 * gets all messages; only where several consumers share them, there are slots instead, each claimed and taken by one
 * compare-and-set of its word:
 *
 * <pre>
 *   Lanes ── Ring ── LaneProducer, asks a Room how far: HeadRoom, GateRoom, LossyRoom ── LaneReader, LossyReader
 *   Slots ── SlotArray ── SlotProducer ── SlotReader
 * </pre>
 *
 * <p>Start with {@link dev.mitosis.queue.MessageQueue}. One thread at a time uses a {@link dev.mitosis.queue.Producer} or
 * {@link dev.mitosis.queue.Consumer}; another thread may close one while it waits, which ends the wait. Everything in
 * {@code MessageQueue} is thread-safe, but closing one closes its ends, with the same limit.
 *
 * <p><b>When a process dies</b>, whatever it was doing: what it had committed is there, what it had not never was, and
 * nobody has to wait for it. Whoever waits, and has nobody left to wait for, gets a {@link dev.mitosis.participant.PeerDiedException}; its
 * place can be taken by another process, which goes on where the dead one stopped. A message that a consumer had read
 * but not released is delivered again.
 *
 * <p><b>Waits</b> that take a {@code Duration} wait at most that long, never, for zero or less; they answer interrupt
 * with {@link java.lang.InterruptedException}, and how they spend the time is the queue's
 * {@link dev.mitosis.queue.WaitStrategy}.
 *
 * <p><b>The file is not trusted.</b> What other processes wrote is checked before it is used, and what cannot be right is
 * a {@link dev.mitosis.queue.CorruptQueueException}.
 */
package dev.mitosis.queue;
