/**
 * Who takes part in something shared, and what becomes of it when one of them dies.
 *
 * <pre>
 *      this JVM                                |  shared file                  |  another JVM
 *                                              |                               |
 *      thread ── waits ──► Doorbell ═══════════╪═► entry: identity, asleep ◄═══╪══ rings when it has published
 *        ▲                                     |                               |
 *        └─ wakes ── Sentinel ◄── pidfd ───────╪───────────────────────────────┼── dies
 * </pre>
 *
 * Every participant has an entry in a {@link dev.mitosis.participant.ParticipantTable}: who it is, and whether it sleeps.
 * A publisher wakes a sleeper through its {@link dev.mitosis.participant.Doorbell}. If the publisher is killed before it
 * gets to that, the sleeper's own {@link dev.mitosis.participant.Sentinel} sees the death and wakes it.
 */
package dev.mitosis.participant;
