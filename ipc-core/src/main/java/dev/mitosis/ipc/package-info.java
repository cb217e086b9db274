/** Processes, and everything that they share. */
package dev.mitosis.ipc;
