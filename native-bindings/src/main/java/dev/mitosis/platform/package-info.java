/** What this machine can do, and how it says no: {@code Capability} before a call, {@code OsException} after one. */
package dev.mitosis.platform;
