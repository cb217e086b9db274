/**
 * The C library as JNR-FFI sees it: one interface for each header, C's own names, numbers and pointers as C has them.
 *
 * <p>Nothing outside this module may use this package, and nothing of it appears in a public signature: the rooms
 * beside it ({@code process}, {@code memory}, {@code io}, {@code sync}) are the typed way in.
 */
package dev.mitosis.raw;
