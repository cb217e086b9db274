/**
 * The ordering claims of the queues, one class each, named by the sync point that the sources name. jcstress runs the actors of
 * one state at the same time, on a great many states, and counts the outcomes.
 *
 * <pre>
 *   state ──takes──► {@link dev.mitosis.queue.Line}: {@link dev.mitosis.queue.Source}s ═► queue ═► {@link dev.mitosis.queue.Sink}s
 *     │                 ▲
 *     └─ arbiter ─gives back to {@link dev.mitosis.queue.Spares}
 * </pre>
 *
 * <p>Each class has two actors, since two processors cannot run more at the same time; who is third comes afterwards.
 */
package dev.mitosis.queue;
