package dev.mitosis.demo.example;

import dev.mitosis.connection.Connection;
import dev.mitosis.connection.Pipe;
import dev.mitosis.ipc.ChildBuilder;
import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for a child; then has children end before their own children, once with and once without leave to stay. */
final class Joining implements Example {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final long PATIENCE_SECONDS = 20;

    @Override
    public boolean run(StartMethod method, PrintStream out) throws Exception {
        ChildProcess<Void> sleeper = sleeper(ChildProcess.builder().method(method));
        boolean tooEarly = sleeper.join(SHORT).isPresent();
        out.println(sleeper + (tooEarly ? " has ended" : " is still at it after " + SHORT.toMillis() + " ms"));
        sleeper.terminate();
        out.println("asked to end, it " + sleeper.join());

        long abandoned = grandchild(method, false);
        boolean gone = endsByItself(abandoned);
        out.println("a child ended before its own child " + abandoned + ", which " + (gone ? "ended, too" : "stayed"));

        long released = grandchild(method, true);
        boolean stays = ProcessHandle.of(released).isPresent();
        out.println("another had leave to outlive its parent: " + released + (stays ? " stayed" : " ended, too"));
        ProcessHandle.of(released).ifPresent(ProcessHandle::destroyForcibly);
        return !tooEarly && gone && stays && endsByItself(released);
    }

    /** Starts a child that starts one and ends; says which that is. */
    private static long grandchild(StartMethod method, boolean mayStay) throws Exception {
        return ChildProcess.builder()
                .method(method)
                .start(() -> {
                    var builder = ChildProcess.builder().method(method).daemon();
                    return sleeper(mayStay ? builder.outlivesParent() : builder).pid();
                })
                .result();
    }

    /** One that has said that it is there: a JVM that is asked to end while it begins may complain of that. */
    private static ChildProcess<Void> sleeper(ChildBuilder builder) throws Exception {
        try (Pipe pipe = Pipe.oneWay()) {
            Connection there = pipe.second();
            ChildProcess<Void> child = builder.start(() -> {
                there.send("here");
                Thread.sleep(LONG.toMillis());
                return null;
            });
            pipe.first().receive();
            return child;
        }
    }

    private static boolean endsByItself(long pid) throws Exception {
        var process = ProcessHandle.of(pid);
        if (process.isPresent()) {
            process.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        return true;
    }
}
