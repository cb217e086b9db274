package dev.mitosis.fork;

import dev.mitosis.platform.AvailableMemory;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;

/** What can change from fork to fork and cannot be forked, found out before anything is touched. */
final class ForkRefusal {
    private static final String VIRTUAL_THREAD = "java.lang.VirtualThread";

    private ForkRefusal() {}

    /**
     * @throws LiveForkException with the reason, and what to do instead
     */
    static void check() {
        if (isVirtual(Thread.currentThread())) {
            throw new LiveForkException(
                    "a virtual thread cannot fork, since its carrier serves others too: fork from a platform"
                            + " thread, thread=" + Thread.currentThread());
        }
        if (ModuleLayer.boot().findModule("jdk.jfr").isPresent()) {
            Recordings.check();
        }
    }

    /** Just before the fork, since others may have taken memory meanwhile. */
    static void checkMemory(long needed) {
        if (needed == 0) {
            return;
        }
        long available = AvailableMemory.bytes().orElse(Long.MAX_VALUE);
        if (available < needed) {
            throw new LiveForkException(
                    "a child would find too little memory, available=" + available + " bytes, needed=" + needed
                            + ": free some, raise the container's limit if it has one, or need less");
        }
    }

    static boolean isVirtual(Thread thread) {
        return thread.getClass().getName().equals(VIRTUAL_THREAD);
    }

    /** A class of its own, since a small runtime may come without flight recorder. */
    private static final class Recordings {
        static void check() {
            if (!FlightRecorder.isInitialized()) {
                return;
            }
            for (Recording recording : FlightRecorder.getFlightRecorder().getRecordings()) {
                if (recording.getState() == RecordingState.RUNNING) {
                    throw new LiveForkException(
                            "a flight recording is running, whose files a child would remove at its end: stop"
                                    + " it first (jcmd JFR.stop), recording=" + recording.getName());
                }
            }
        }
    }
}
