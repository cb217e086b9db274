/**
 * Objects as bytes.
 *
 * <pre>
 *   object ──► ObjectCodec.encode ──► bytes ═══ another process ═══► ObjectCodec.decode ──► ClassFilter ──► object
 *                    │ cannot
 *                    └──► Culprit: which field or captured variable it is
 * </pre>
 */
package dev.mitosis.codec;
