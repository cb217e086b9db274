/** What the tests of several modules need: child JVMs, another user, limits, waiting for a condition, directories in shared memory. */
package dev.mitosis.testing;
