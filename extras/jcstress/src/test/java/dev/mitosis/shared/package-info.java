/** What locks, conditions, semaphores, events, barriers and values promise of order among threads; a class for each promise. */
package dev.mitosis.shared;
