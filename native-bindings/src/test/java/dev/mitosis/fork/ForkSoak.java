package dev.mitosis.fork;

import dev.mitosis.process.ExitStatus;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A busy program that forks from several threads at once: {@code ForkSoak FORKS THREADS SEED}. It exits with 0 when every
 * child was a whole JVM in which nothing of the program moved. The seed decides which children fork again; the rest is the
 * scheduler's.
 */
final class ForkSoak {
    private static final int MOST_CODES = 50;
    private static final int FIRST_CODE = 10;
    private static final int CHILDREN_THAT_FORK = 4;
    private static final ForkOptions PATIENT = ForkedChildren.PATIENT.withHeldLimit(Duration.ofSeconds(5));

    private final int forks;
    private final long seed;
    private final SoakedChild child;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    private ForkSoak(int forks, long seed, SoakedChild child) {
        this.forks = forks;
        this.seed = seed;
        this.child = child;
    }

    public static void main(String[] args) throws Exception {
        SoakedChild child = new SoakedChild(BusyApplication.Loadable.classFile());
        ForkSoak soak = new ForkSoak(Integer.parseInt(args[0]), Long.parseLong(args[2]), child);
        soak.loadAllClasses();
        BusyApplication.start();
        System.exit(soak.run(Integer.parseInt(args[1])) ? 0 : 1);
    }

    /** Else a thread that forks may be frozen while it loads a class that another one's child needs. */
    private void loadAllClasses() throws Exception {
        child.work();
        forkOnce(0, true);
    }

    private boolean run(int threads) throws InterruptedException {
        for (int i = 0; i < threads; i++) {
            new Thread(this::forkUntilDone, "forks").start();
        }
        int last = -1;
        while (done.get() < forks && failures.isEmpty()) {
            for (int waited = 0; waited < 2 * ForkedChildren.LIMIT.toMillis() && done.get() == last; waited += 10) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            if (done.get() == last && failures.isEmpty()) {
                HungProcess.describe(ProcessHandle.current().pid(), System.out);
                failures.add(new AssertionError("the parent hung"));
            }
            last = done.get();
        }
        System.out.println("forks=" + done + " of " + forks + " while something was held=" + held + " failures="
                + failures.size() + " seed=" + seed);
        failures.forEach(failure -> failure.printStackTrace(System.out));
        return failures.isEmpty();
    }

    private void forkUntilDone() {
        try {
            for (int i = next.getAndIncrement(); i < forks && failures.isEmpty(); i = next.getAndIncrement()) {
                forkOnce(i, new Random(seed + i).nextInt(CHILDREN_THAT_FORK) == 0);
                done.incrementAndGet();
            }
        } catch (Throwable e) {
            failures.add(e);
        }
    }

    private void forkOnce(int number, boolean forksAgain) {
        int code = FIRST_CODE + number % MOST_CODES;
        ForkReport report = ForkedChildren.start(PATIENT, made -> {
            if (made.holders().isEmpty()) {
                child.workWhileNothingElseMoves(forksAgain);
            }
            return code;
        });
        if (!report.holders().isEmpty()) {
            held.incrementAndGet();
        }
        ExitStatus status = ForkedChildren.await(report.childPid());
        if (!status.equals(ExitStatus.exited(code))) {
            throw new AssertionError("child " + number + " was to exit with " + code + ": " + status + ", " + report);
        }
    }
}
