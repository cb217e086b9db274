package dev.mitosis.fork;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.platform.OsException;
import dev.mitosis.platform.Platform;
import dev.mitosis.raw.LibC;
import dev.mitosis.raw.LiveForkLibrary;
import dev.mitosis.raw.NativeMemory;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import jnr.ffi.Pointer;

/** The C library's side of a fork: its structs, as {@code livefork.h} has them. */
final class NativeFork {
    private static final int OPTIONS = 8;
    private static final int FIGURES = 7;
    private static final int TEXT_BYTES = 8192;
    private static final int TEXT_OFFSET = FIGURES * Long.BYTES;

    private static final int FREEZE = 0;
    private static final int PARK = 1;
    private static final int FORK = 2;
    private static final int REVIVE = 3;
    private static final int FROZEN = 4;
    private static final int PARKED = 5;
    private static final int ERROR = 6;

    private static boolean isRehearsed;

    private NativeFork() {}

    static String missingBecause() {
        return Loaded.MISSING_BECAUSE;
    }

    /** One at a time. */
    static ForkReport fork(ForkOptions options) {
        rehearse();
        Pointer kept = kept(options.keptStreams().orElse(Set.of()));
        Pointer asked = Loaded.ASKED;
        Pointer report = Loaded.REPORT;
        asked.putLong(0, options.parkLimit().toNanos());
        asked.putLong(Long.BYTES, options.nativeLimit().toNanos());
        asked.putLong(2 * Long.BYTES, options.heldLimit().toNanos());
        asked.putLong(3 * Long.BYTES, options.siblingOfCaller() ? 1 : 0);
        asked.putLong(4 * Long.BYTES, options.keptStreams().isPresent() ? 1 : 0);
        asked.putLong(5 * Long.BYTES, kept.address());
        asked.putLong(6 * Long.BYTES, options.keptStreams().map(Set::size).orElse(0));
        asked.putLong(
                7 * Long.BYTES, options.pidWord().map(MappedRegion::address).orElse(0L));
        int result;
        try {
            result = Loaded.LIBRARY.live_fork(asked.address(), report.address());
        } finally {
            Reference.reachabilityFence(kept);
            Reference.reachabilityFence(options);
        }
        if (result < 0) {
            throw new LiveForkException(text(report) + errno(report));
        }
        return reported(result);
    }

    /**
     * Does once in the parent what a child does up to the hooks: a child that had to load a class for it would wait for a frozen
     * thread that was reading the same jar.
     */
    private static void rehearse() {
        if (!isRehearsed) {
            Loaded.REPORT.putByte(TEXT_OFFSET, (byte) '-');
            reported(0);
            isRehearsed = true;
        }
    }

    private static ForkReport reported(int result) {
        Pointer report = Loaded.REPORT;
        List<String> holders = lines(report);
        renew(report);
        return new ForkReport(
                result,
                duration(report, FREEZE),
                duration(report, PARK),
                duration(report, FORK),
                duration(report, REVIVE),
                (int) figure(report, FROZEN),
                (int) figure(report, PARKED),
                holders);
    }

    /** Does nothing for parent 0. */
    static void endWith(int parent, int guard) {
        if (Loaded.LIBRARY == null) {
            throw new UnsupportedOperationException(missingBecause());
        }
        int errno = Loaded.LIBRARY.live_fork_end_with(parent, guard);
        if (errno != 0) {
            throw OsException.of(errno, "pidfd_open and pthread_create", parent);
        }
    }

    /** What init says, which looks at the thread that asks: a virtual one is not what it looks for. */
    private static String onPlatformThread(LiveForkLibrary library) {
        Executor platform = task -> new Thread(task, "mitosis-live-fork").start();
        return CompletableFuture.supplyAsync(() -> init(library), platform).join();
    }

    private static String init(LiveForkLibrary library) {
        Pointer report = NativeMemory.zeroed(TEXT_OFFSET + TEXT_BYTES);
        try {
            return library.live_fork_init(report.address()) == 0 ? "" : text(report);
        } finally {
            Reference.reachabilityFence(report);
        }
    }

    private static Pointer kept(Set<Integer> descriptors) {
        if (descriptors.isEmpty()) {
            return Loaded.ASKED; // not looked at
        }
        Pointer kept = NativeMemory.zeroed(descriptors.size() * Integer.BYTES);
        int at = 0;
        for (int descriptor : descriptors) {
            kept.putInt((long) Integer.BYTES * at++, descriptor);
        }
        return kept;
    }

    /** Does nothing in the parent, which calls it all the same: code that only a child runs, each child would link anew. */
    private static void renew(Pointer report) {
        if (Loaded.LIBRARY.live_fork_renew(report.address()) != 0) {
            throw new IllegalStateException("in the child: " + text(report));
        }
    }

    private static long figure(Pointer report, int index) {
        return report.getLong((long) index * Long.BYTES);
    }

    private static Duration duration(Pointer report, int index) {
        return Duration.ofNanos(figure(report, index));
    }

    /** Mostly there are none, and the less a new child does, the fewer pages it copies. */
    private static List<String> lines(Pointer report) {
        return report.getByte(TEXT_OFFSET) == 0
                ? List.of()
                : text(report).lines().toList();
    }

    private static String text(Pointer report) {
        return report.getString(TEXT_OFFSET, TEXT_BYTES, StandardCharsets.UTF_8);
    }

    private static String errno(Pointer report) {
        long error = figure(report, ERROR);
        return error == 0 ? "" : ", errno=" + error;
    }

    /** The library, loaded when the first fork is asked for. */
    private static final class Loaded {
        static final LiveForkLibrary LIBRARY;
        static final String MISSING_BECAUSE;
        /** The same for all forks: memory that a fork takes anew is one more page to be copied by the next. */
        static final Pointer ASKED;

        static final Pointer REPORT;

        static {
            LiveForkLibrary library = null;
            Pointer asked = null;
            Pointer report = null;
            String missing;
            try {
                if (!Platform.current().isLinux()) {
                    throw new UnsupportedOperationException("not on " + Platform.current());
                }
                library = LibraryResource.load();
                asked = NativeMemory.zeroed(OPTIONS * Long.BYTES);
                report = NativeMemory.zeroed(TEXT_OFFSET + TEXT_BYTES);
                LibC.posix(); // whose classes a child needs, and would wait for if a frozen thread were making them
                missing = ForkRefusal.isVirtual(Thread.currentThread()) ? onPlatformThread(library) : init(library);
            } catch (UnsupportedOperationException e) {
                missing = e.getMessage();
            } catch (LinkageError e) {
                missing = "the library for live fork cannot be loaded: " + e.getMessage();
            }
            LIBRARY = library;
            ASKED = asked;
            REPORT = report;
            MISSING_BECAUSE = missing;
        }
    }
}
