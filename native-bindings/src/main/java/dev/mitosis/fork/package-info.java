/**
 * Live fork: {@link dev.mitosis.fork.LiveFork} forks this JVM as it runs, into a child that is a complete JVM.
 *
 * <pre>
 *            parent                                  :  child
 *   LiveFork ─► hooks before                         :
 *   freeze      the application is suspended         :
 *   park        every thread stands still            :
 *   fork(2) ─────────────────────────────────────────:─►  one thread, all of the memory
 *   release     everybody goes on                    :    revive: the JVM's threads are made again
 *   resume      the application goes on              :    the application stays frozen
 *   wait   ◄─────────────────────────────────────────:──  "alive"
 *   hooks in the parent                              :    the JDK's shared state is renewed, hooks in the child
 * </pre>
 *
 * <p>The steps themselves are in C, {@code src/main/c}, which begins with {@code livefork.h}.
 */
package dev.mitosis.fork;
