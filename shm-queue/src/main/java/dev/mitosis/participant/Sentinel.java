package dev.mitosis.participant;

import dev.mitosis.io.Descriptor;
import dev.mitosis.io.PipeEnds;
import dev.mitosis.io.Poll;
import dev.mitosis.platform.Capability;
import dev.mitosis.platform.OsException;
import dev.mitosis.process.Pidfd;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.process.Processes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells this JVM when other processes die. One daemon thread, {@code mitosis-sentinel}, waits on the pidfds of all that
 * are watched; it is there while there is something to watch. Without pidfds, the JDK's own process reaper tells.
 *
 * <p>Thread-safe.
 */
public final class Sentinel {
    private static final Sentinel INSTANCE = new Sentinel();
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final List<PidfdWatch> watches = new ArrayList<>();
    /** No longer watched; closed by the sentinel's thread, which may be waiting on them now. */
    private final List<Pidfd> retired = new ArrayList<>();

    private final ByteBuffer nudge = ByteBuffer.allocateDirect(1);
    private PipeEnds nudges;
    /** At most one is in the pipe, so that writing it never waits. */
    private boolean isNudged;

    private int owner;

    private Sentinel() {}

    /** Stops the watching when it is closed. Closing twice is harmless. */
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Runs {@code onDeath} once, on the sentinel's thread, when the process has ended (a zombie has); on this thread and
     * before this method returns, when it has ended already. {@code onDeath} must be quick and must not throw.
     */
    public static Watch watch(ProcessIdentity process, Runnable onDeath) {
        if (!Capability.PIDFD.isAvailable()) {
            return watchByHandle(process, onDeath);
        }
        Pidfd pidfd;
        try {
            pidfd = Pidfd.open(process.pid());
        } catch (OsException e) {
            if (!e.is("ESRCH")) {
                throw e;
            }
            onDeath.run();
            return () -> {};
        }
        // The number may have gone to another process before it was opened, but not since.
        if (!process.isAlive()) {
            pidfd.close();
            onDeath.run();
            return () -> {};
        }
        PidfdWatch watch = new PidfdWatch(pidfd, onDeath);
        try {
            INSTANCE.add(watch);
        } catch (RuntimeException | Error failure) {
            pidfd.close();
            throw failure;
        }
        return () -> INSTANCE.remove(watch);
    }

    /** The JDK does not watch the process that it is in, which has no use for it either. */
    private static Watch watchByHandle(ProcessIdentity process, Runnable onDeath) {
        if (process.equals(ProcessIdentity.current())) {
            return () -> {};
        }
        var exit = ProcessHandle.of(process.pid())
                .filter(ignored -> process.isAlive())
                .map(ProcessHandle::onExit);
        if (exit.isEmpty()) {
            onDeath.run();
            return () -> {};
        }
        var notice = exit.get().thenRun(onDeath);
        return () -> notice.cancel(false);
    }

    private record PidfdWatch(Pidfd pidfd, Runnable onDeath) {}

    private synchronized void add(PidfdWatch watch) {
        forgetInheritance();
        if (nudges == null) {
            PipeEnds opened = PipeEnds.open();
            Thread thread = new Thread(this::run, "mitosis-sentinel");
            thread.setDaemon(true);
            thread.start();
            nudges = opened;
            isNudged = false;
            owner = Processes.getpid();
        } else {
            nudge();
        }
        watches.add(watch);
    }

    /** A forked child has inherited what is watched, but not the thread that watches. */
    private void forgetInheritance() {
        if (nudges != null && owner != Processes.getpid()) {
            watches.clear();
            retired.clear();
            nudges = null;
        }
    }

    private synchronized void remove(PidfdWatch watch) {
        if (watches.remove(watch)) {
            retired.add(watch.pidfd);
            nudge();
        }
    }

    private void nudge() {
        if (!isNudged) {
            nudges.writer().write(nudge.clear());
            isNudged = true;
        }
    }

    private synchronized void takeNudge() {
        nudges.reader().read(ByteBuffer.allocateDirect(1));
        isNudged = false;
    }

    private void run() {
        for (List<PidfdWatch> watched = watchedOrEnd(); !watched.isEmpty(); watched = watchedOrEnd()) {
            List<Descriptor> descriptors = new ArrayList<>();
            descriptors.add(nudges.reader());
            watched.forEach(watch -> descriptors.add(watch.pidfd.descriptor()));
            for (Descriptor ready : Poll.readable(descriptors, FOR_EVER)) {
                handle(ready);
            }
        }
    }

    /** What to wait for; the pipe and with it this thread end when that is nothing. */
    private synchronized List<PidfdWatch> watchedOrEnd() {
        retired.forEach(Pidfd::close);
        retired.clear();
        if (watches.isEmpty()) {
            nudges.close();
            nudges = null;
        }
        return List.copyOf(watches);
    }

    private void handle(Descriptor ready) {
        if (ready == nudges.reader()) {
            takeNudge();
            return;
        }
        PidfdWatch dead = null;
        synchronized (this) {
            for (PidfdWatch watch : watches) {
                if (watch.pidfd.descriptor() == ready) {
                    dead = watch;
                }
            }
            watches.remove(dead);
        }
        if (dead != null) {
            dead.pidfd.close();
            dead.onDeath.run();
        }
    }
}
