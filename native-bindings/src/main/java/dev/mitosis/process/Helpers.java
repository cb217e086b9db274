package dev.mitosis.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The children of this process that were started to serve it, and run nothing that its program asked for. Thread-safe. */
public final class Helpers {
    private static final Set<ProcessIdentity> KNOWN = ConcurrentHashMap.newKeySet();

    private Helpers() {}

    /** Notes that the child with this number, which nobody has reaped yet, is one. */
    public static void add(long pid) {
        KNOWN.removeIf(helper -> !helper.isAlive());
        ProcessIdentity.of(pid).ifPresent(KNOWN::add);
    }

    public static boolean contains(ProcessIdentity process) {
        return KNOWN.contains(process);
    }
}
