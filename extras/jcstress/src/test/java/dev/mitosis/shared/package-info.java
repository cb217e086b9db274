/** What locks, semaphores and events promise of order among threads; a class for each promise. */
package dev.mitosis.shared;
