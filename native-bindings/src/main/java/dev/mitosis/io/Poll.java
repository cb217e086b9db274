package dev.mitosis.io;

import dev.mitosis.platform.OsException;
import dev.mitosis.raw.LibC;
import dev.mitosis.raw.ThreadMemory;
import dev.mitosis.raw.Unistd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jnr.constants.platform.Errno;
import jnr.ffi.Pointer;

/** Waiting for descriptors, by poll(2). Interrupt is not answered: give it a descriptor that the interrupter writes to. */
public final class Poll {
    private static final Unistd UNISTD = LibC.load(Unistd.class);
    private static final short POLLIN = 1;
    private static final short POLLOUT = 4;
    /** struct pollfd { int fd; short events; short revents; } */
    private static final int ENTRY_BYTES = 8;

    private static final int EVENTS_OFFSET = 4;
    private static final int RETURNED_OFFSET = 6;
    private static final long LONGEST_MILLIS = Integer.MAX_VALUE;
    private static final Duration LONGEST = Duration.ofMillis(LONGEST_MILLIS);

    private Poll() {}

    /** Waits until the descriptor can be read (or is at its end) or the time is over; says which. */
    public static boolean readable(Descriptor descriptor, Duration timeout) {
        return !readable(List.of(descriptor), timeout).isEmpty();
    }

    /**
     * Waits until one of the descriptors can be read (or is at its end, or has an error) or the time is over.
     *
     * @param timeout not negative; more than 24 days count as 24 days
     * @return those that can be read, in the order given; none when the time is over
     */
    public static List<Descriptor> readable(List<Descriptor> descriptors, Duration timeout) {
        return ready(descriptors, ignored -> POLLIN, timeout);
    }

    /**
     * Waits until the descriptor can be written to (or has an error), or the other one can be read, or the time is over.
     *
     * @return those for which that is so
     */
    static List<Descriptor> writable(Descriptor descriptor, Descriptor orReadable, Duration timeout) {
        return ready(List.of(descriptor, orReadable), each -> each == descriptor ? POLLOUT : POLLIN, timeout);
    }

    private interface Events {
        short of(Descriptor descriptor);
    }

    private static List<Descriptor> ready(List<Descriptor> descriptors, Events events, Duration timeout) {
        Pointer entries = ThreadMemory.zeroed(Math.max(1, descriptors.size()) * ENTRY_BYTES);
        for (int i = 0; i < descriptors.size(); i++) {
            entries.putInt((long) i * ENTRY_BYTES, descriptors.get(i).number());
            entries.putShort((long) i * ENTRY_BYTES + EVENTS_OFFSET, events.of(descriptors.get(i)));
        }
        wait(entries, descriptors.size(), timeout);
        List<Descriptor> ready = new ArrayList<>();
        for (int i = 0; i < descriptors.size(); i++) {
            if (entries.getShort((long) i * ENTRY_BYTES + RETURNED_OFFSET) != 0) {
                ready.add(descriptors.get(i));
            }
        }
        return ready;
    }

    private static void wait(Pointer entries, int count, Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("a wait takes no less than no time, timeout=" + timeout);
        }
        long limit = (timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST).toNanos();
        long deadline = System.nanoTime() + limit;
        int result;
        do {
            long left = Math.max(0, deadline - System.nanoTime());
            result =
                    UNISTD.poll(entries.address(), count, (int) Math.min(LONGEST_MILLIS, (left + 999_999) / 1_000_000));
        } while (result == -1 && LibC.errno() == Errno.EINTR.intValue());
        OsException.check("poll", result, count + " descriptors", timeout);
    }
}
