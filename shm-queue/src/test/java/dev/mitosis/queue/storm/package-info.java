/**
 * A producer and a consumer process are killed again and again, at random moments, while messages flow.
 *
 * <pre>
 *   StormProducer ══ queue ══► StormConsumer         killed and replaced, now the one, now the other
 *        │ committed               │ seen, released
 *        └────────► StormBoard ◄───┘                 what each had done, in shared memory, also of the dead
 * </pre>
 *
 * Messages are numbered by producer and, within a producer, from 0. The consumer checks each: contents, and that nothing
 * that a producer had noted as committed is missing when the next producer's messages come.
 *
 * <p>With more than one of a role ({@link dev.mitosis.queue.storm.CrowdStormTest}), each message's deliveries are counted in
 * {@link dev.mitosis.queue.storm.CrowdBoard}, and added up at the end.
 */
package dev.mitosis.queue.storm;
