/** File descriptors, pipes and waiting on them, below what java.nio offers. */
package dev.mitosis.io;
