package dev.mitosis.ipc;

import dev.mitosis.fork.ForkHooks;
import dev.mitosis.fork.ParentDeathSignal;
import dev.mitosis.platform.Capability;
import dev.mitosis.platform.OsException;
import dev.mitosis.process.Guard;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.process.Processes;
import dev.mitosis.process.Signal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The children of this process, from their start until it is known that they have ended. Who sees to it that they end in time:
 *
 * <pre>
 *   this process ends in order          a shutdown hook here: SIGTERM, 750 ms, SIGKILL; and reaps them
 *   it is killed                        each child's {@link ParentDeathSignal}, or {@link ParentWatch}
 *   and a child is stopped or wedged    the {@link Guard}, a process beside it
 *   its main returns                    a thread here waits for those that are no daemons, before all that
 * </pre>
 *
 * <p>Thread-safe. A forked child has a family of its own.
 */
final class Family implements ForkHooks.Hook {
    private static final AtomicReference<Family> OF_THIS_PROCESS = new AtomicReference<>();
    private static final Duration TIME_TO_END = Duration.ofMillis(750);
    /** How soon the thread that keeps the JVM sees that there is nobody to wait for any more, while others keep the JVM anyway. */
    private static final Duration SLICE = Duration.ofMillis(100);
    /** The thread that waits for the others to end, and for this one. */
    private static final String WAITS_FOR_ALL = "DestroyJavaVM";

    /** Whether this process ends with it or waits for it; neither for what is to live on. */
    enum Tie {
        /** The JVM does not end for want of threads while it lives. */
        AWAITED,
        ENDED,
        NONE
    }

    private record Member(Started process, Runnable whenEnded, Optional<ProcessIdentity> identity, Tie tie) {
        boolean hasEnded() {
            return process.status().isPresent();
        }
    }

    private final int owner = ProcessIdentity.ownPid();
    private final Set<Member> members = ConcurrentHashMap.newKeySet();
    private Optional<Guard> guard = startGuard();
    private final Optional<FamilyRoll> roll = FamilyRoll.create();
    private OutcomeSlots outcomeSlots;
    private final ForkHooks.Registration registration = ForkHooks.register(this);
    private boolean isAwaiting;

    private Family() {
        Abandoned.removeOnce();
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(this::end, "mitosis-family-end"));
        } catch (IllegalStateException endsAlready) {
            return; // a child that is started by a shutdown hook ends by its own watch
        }
    }

    /** Made with the first child, or before it. */
    static Family ofThisProcess() {
        Family known = OF_THIS_PROCESS.get();
        if (known != null && known.isOwn()) {
            return known;
        }
        synchronized (OF_THIS_PROCESS) {
            known = OF_THIS_PROCESS.get();
            if (known == null || !known.isOwn()) {
                known = new Family();
                OF_THIS_PROCESS.set(known);
            }
            return known;
        }
    }

    /** What this process does when its main part is over: waits for those it has to wait for, and ends the others. */
    static void comesToItsEnd() {
        Family known = OF_THIS_PROCESS.get();
        if (known != null && known.isOwn()) {
            known.awaitAwaited();
            known.end();
        }
    }

    /** Reaps those that have ended and that nobody joined. */
    void forgetEnded() {
        List<Member> ended = members.stream().filter(Member::hasEnded).toList();
        for (Member member : ended) {
            members.remove(member);
            member.whenEnded.run();
        }
        roll.ifPresent(listed -> ended.forEach(member -> member.identity.ifPresent(listed::strike)));
    }

    void add(Started process, Tie tie, StartMethod method, String name) {
        add(process, () -> {}, tie, method, name);
    }

    /**
     * @param whenEnded what {@link #forgetEnded} is to do then
     */
    void add(Started process, Runnable whenEnded, Tie tie, StartMethod method, String name) {
        Member member = new Member(process, whenEnded, ProcessIdentity.of(process.pid()), tie);
        members.add(member);
        roll.ifPresent(listed -> member.identity.ifPresent(child -> listed.enter(child, method, name)));
        if (tie != Tie.NONE) {
            guard(member);
        }
        if (tie == Tie.AWAITED) {
            startAwaiting();
        }
    }

    /** For the children that are forked, from this process or from a fork server of its. */
    synchronized OutcomeSlots outcomeSlots() {
        if (outcomeSlots == null) {
            outcomeSlots = OutcomeSlots.create();
        }
        return outcomeSlots;
    }

    /** Where children can tell the guard of themselves, for {@link Ties}. */
    synchronized int guardDescriptor() {
        return guard.map(Guard::descriptor).orElse(Ties.NO_GUARD);
    }

    private synchronized void guard(Member member) {
        if (guard.isPresent() && !guard.get().watch((int) member.process.pid())) {
            Processes.waitpid(guard.get().pid());
            guard.get().close();
            guard = startGuard();
            guard.ifPresent(anew -> members.stream()
                    .filter(known -> known.tie != Tie.NONE)
                    .forEach(known -> anew.watch((int) known.process.pid())));
        }
    }

    /** None where the system has no such thing: then each child watches for itself, and that is all. */
    private static Optional<Guard> startGuard() {
        if (!Capability.PIDFD.isAvailable() || !Capability.MEMFD.isAvailable()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Guard.start());
        } catch (OsException | UnsupportedOperationException notHere) {
            return Optional.empty();
        }
    }

    /** A thread that is no daemon keeps the JVM from ending. */
    private synchronized void startAwaiting() {
        if (!isAwaiting) {
            Thread awaiting = new Thread(this::stayWhileAwaited, "mitosis-family");
            awaiting.setDaemon(false);
            awaiting.start();
            isAwaiting = true;
        }
    }

    /** While other threads keep the JVM, it waits for those: to wait for each child would cost each start a wake-up or two. */
    private void stayWhileAwaited() {
        try {
            while (isStillAwaiting()) {
                Optional<Thread> other = anotherThatKeepsTheJvm();
                if (other.isPresent()) {
                    other.get().join(SLICE.toMillis());
                } else {
                    awaitAwaited();
                }
            }
        } catch (InterruptedException notOurs) {
            failedToAwait();
        } catch (RuntimeException | Error failure) {
            failedToAwait();
            throw failure;
        }
    }

    private static Optional<Thread> anotherThatKeepsTheJvm() {
        ThreadGroup all = Thread.currentThread().getThreadGroup();
        while (all.getParent() != null) {
            all = all.getParent();
        }
        Thread[] threads = new Thread[2 * all.activeCount() + 1];
        all.enumerate(threads);
        return Arrays.stream(threads)
                .filter(thread -> thread != null && !thread.isDaemon() && thread != Thread.currentThread())
                .filter(thread -> !thread.getName().equals(WAITS_FOR_ALL))
                .findAny();
    }

    private synchronized void failedToAwait() {
        isAwaiting = false;
    }

    private void awaitAwaited() {
        for (Optional<Member> next = nextAwaited(); next.isPresent(); next = nextAwaited()) {
            next.get().process.await();
        }
    }

    private Optional<Member> nextAwaited() {
        return members.stream()
                .filter(member -> member.tie == Tie.AWAITED && !member.hasEnded())
                .findAny();
    }

    private synchronized boolean isStillAwaiting() {
        isAwaiting = nextAwaited().isPresent();
        return isAwaiting;
    }

    private void end() {
        if (!isOwn()) {
            return;
        }
        List<Started> left = members.stream()
                .filter(member -> member.tie != Tie.NONE && !member.hasEnded())
                .map(Member::process)
                .toList();
        left.forEach(process -> process.signal(Signal.SIGTERM));
        long deadline = System.nanoTime() + TIME_TO_END.toNanos();
        try {
            for (Started process : left) {
                process.join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        left.forEach(process -> process.signal(Signal.SIGKILL));
        left.forEach(Started::await);
        roll.ifPresent(FamilyRoll::close);
    }

    private boolean isOwn() {
        return owner == ProcessIdentity.ownPid();
    }

    @Override
    public void afterInChild() {
        registration.close();
        if (guard.isPresent()) {
            guard.get().close(); // not by a method reference, which each child would have to link
        }
        if (outcomeSlots != null) {
            outcomeSlots.closeFile();
        }
    }
}
