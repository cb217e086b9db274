/** Processes as POSIX has them: fork, wait, signals, and who a process is beyond its number. */
package dev.mitosis.process;
