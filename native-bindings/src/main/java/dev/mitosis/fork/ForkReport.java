package dev.mitosis.fork;

import java.time.Duration;
import java.util.List;

/**
 * What a fork did.
 *
 * @param childPid the child's pid; 0 in the child
 * @param freeze how long it took to suspend the application's threads, waiting for native code and for what is held
 *     included, and to look up what the child will renew
 * @param park how long it took to stop all threads of the process, retries included
 * @param fork how long fork(2) took
 * @param revive how long it then took until the child had made all of its threads again, and the parent had noted its files and saw it
 * @param frozenThreads how many of the application's threads, and of its libraries', stay where they are in the child; virtual threads
 *     that are not mounted are not counted
 * @param parkedThreads how many threads of the process were stopped, the JVM's own among them
 * @param holders which monitors and locks the threads, virtual ones too, hold that this fork froze, and which classes they were making: in
 *     the child, whoever needs one waits for ever. A line for each, with the names of thread and class. Before them, a line that
 *     says how many of the virtual threads were not looked at for want of time, if there are such, or that the JDK did not list
 *     them; behind them, when these are dozens, one that says how many more threads hold something. So it is empty when all were looked
 *     at, and none holds anything
 */
public record ForkReport(
        int childPid,
        Duration freeze,
        Duration park,
        Duration fork,
        Duration revive,
        int frozenThreads,
        int parkedThreads,
        List<String> holders) {
    /** Whether this is the child. */
    public boolean isChild() {
        return childPid == 0;
    }
}
