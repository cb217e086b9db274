/**
 * One process of a measurement. The harness starts each contender's processes with the same arguments, and they talk to
 * it through a control file and their standard output:
 *
 * <pre>
 *   harness ── starts ──►  producer ═══ the contender's transport ═══► consumer
 *      ▲                      │  ready, stop: control file                │
 *      └──────────────────────┴──────── RESULT lines on standard output ──┘
 * </pre>
 *
 * A contender in Java is a {@link dev.mitosis.demo.bench.process.Transport}, run by
 * {@link dev.mitosis.demo.bench.process.ContenderMain}. One in another language takes the same arguments and writes the
 * same lines.
 */
package dev.mitosis.demo.bench.process;
