package dev.mitosis.shared;

import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Children that share everything are killed at random moments, again and again. In the end nothing is lost. */
final class SharedStorm {
    private static final int LATEST_KILL_MICROS = 20_000;
    private static final long HANG_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final StormWorker shared = new StormWorker();
    private final Random random;
    private final List<ChildProcess<Integer>> workers = new ArrayList<>();

    private SharedStorm(long seed) {
        this.random = new Random(seed);
    }

    /**
     * @param arguments KILLS SEED
     */
    public static void main(String[] arguments) throws Exception {
        new SharedStorm(Long.parseLong(arguments[1])).run(Integer.parseInt(arguments[0]));
    }

    private void run(int kills) throws Exception {
        for (int number = 0; number < StormWorker.WORKERS; number++) {
            workers.add(start(number));
        }
        long[] before = new long[StormWorker.WORKERS];
        long movedAt = System.nanoTime();
        for (int kill = 0; kill < kills; kill++) {
            LockSupport.parkNanos(random.nextInt(LATEST_KILL_MICROS) * 1_000L);
            int number = random.nextInt(StormWorker.WORKERS);
            kill(number);
            workers.set(number, start(number));
            if (haveMoved(before)) {
                movedAt = System.nanoTime();
            } else if (System.nanoTime() - movedAt > HANG_NANOS) {
                throw new AssertionError("nobody gets on, kills=" + kill);
            }
        }
        shared.over.set(true);
        for (ChildProcess<Integer> worker : workers) {
            Scenario.expect(
                    0, worker.join(Duration.ofSeconds(60)).orElseThrow().code().orElseThrow());
        }
        checkWhatIsLeft();
        System.out.println(
                "kills=" + kills + " steps=" + shared.progress.stream().sum() + " changes=" + shared.first.get()
                        + " repairs=" + shared.repairs.get());
    }

    private void kill(int number) throws InterruptedException {
        ChildProcess<Integer> worker = workers.get(number);
        if (!worker.isAlive()) {
            throw new AssertionError("a worker has ended by itself: " + worker.join());
        }
        worker.kill();
        worker.join();
    }

    private ChildProcess<Integer> start(int number) {
        long seed = random.nextLong();
        return ChildProcess.builder().method(StartMethod.FORK).start(() -> shared.work(number, seed));
    }

    private boolean haveMoved(long[] before) {
        boolean moved = false;
        for (int number = 0; number < before.length; number++) {
            moved |= before[number] != shared.progress.get(number);
            before[number] = shared.progress.get(number);
        }
        return moved;
    }

    private void checkWhatIsLeft() throws Exception {
        try (Held held = shared.lock.hold()) {
            if (!held.previousOwnerDied()) {
                Scenario.expect(shared.first.get(), shared.second.get());
            }
        }
        Scenario.expect(true, shared.returning.tryAcquire(StormWorker.PERMITS, 20, TimeUnit.SECONDS));
        Scenario.expect(0, shared.returning.availablePermits());
        shared.reporting.returnPermitsOfTheDead();
        Scenario.expect(StormWorker.PERMITS, shared.reporting.availablePermits());
    }
}
