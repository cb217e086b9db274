/** What is going on in shared memory, as seen from outside. */
package dev.mitosis.demo.watch;
