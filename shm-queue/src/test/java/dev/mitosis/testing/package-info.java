/** What the tests of several rooms need: child JVMs, bounded waits, a directory in shared memory. */
package dev.mitosis.testing;
