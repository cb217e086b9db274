/** What dead processes have left in shared memory. */
package dev.mitosis.demo.gc;
