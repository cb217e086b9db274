/** What the tests of several modules need: child JVMs, waiting for a condition, directories in shared memory. */
package dev.mitosis.testing;
