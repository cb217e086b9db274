package dev.mitosis.ipc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/** A parent whose fork server is killed at random moments, mostly while it forks. Each body runs once, and comes back. */
public final class ZygoteStorm implements Program {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LATEST_KILL_MICROS = 8_000;

    /**
     * @param arguments KILLS SEED DIRECTORY
     */
    @Override
    public int run(List<String> arguments) throws Exception {
        int kills = Integer.parseInt(arguments.get(0));
        Random random = new Random(Long.parseLong(arguments.get(1)));
        Path directory = Path.of(arguments.get(2));
        int repeated = 0;
        for (int round = 0; round < kills; round++) {
            long zygote = ForkServer.ofThisProcess().pid();
            long delay = random.nextInt(LATEST_KILL_MICROS) * 1_000L;
            Thread killer = new Thread(() -> {
                LockSupport.parkNanos(delay);
                ProcessHandle.of(zygote).ifPresent(ProcessHandle::destroyForcibly);
            });
            killer.start();
            startOne(directory.resolve(Integer.toString(round)).toString());
            killer.join();
            repeated += ForkServer.ofThisProcess().pid() == zygote ? 0 : 1;
        }
        ForkServer.ofThisProcess().close();
        long orphans = ProcessHandle.current()
                .children()
                .filter(child -> !child.info().commandLine().orElse("").contains("mitosis-guard"))
                .count();
        System.out.println("fork servers made anew=" + repeated + " children left=" + orphans);
        return orphans == 0 ? 0 : 2;
    }

    /** The body fails when it runs a second time. */
    private static void startOne(String file) throws InterruptedException, ExecutionException {
        ChildProcess<Long> child = ChildProcess.builder()
                .method(StartMethod.FORKSERVER)
                .start(() -> {
                    Files.createFile(Path.of(file));
                    return ProcessHandle.current().pid();
                });
        if (child.join(PATIENCE).isEmpty()) {
            throw new IllegalStateException("it does not end: " + child);
        }
        if (child.result() != child.pid()) {
            throw new IllegalStateException("the result of another: " + child);
        }
    }
}
