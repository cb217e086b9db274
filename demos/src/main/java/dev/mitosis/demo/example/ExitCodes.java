package dev.mitosis.demo.example;

import dev.mitosis.ipc.Body;
import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import dev.mitosis.process.ExitStatus;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Children that end in all the ways there are, and what their parent is told. A JVM that is terminated runs its shutdown
 * hooks and exits with 128 + 15, unless the signal comes before it is ready for one.
 */
final class ExitCodes implements Example {
    @Override
    public boolean run(StartMethod method, PrintStream out) throws Exception {
        Attempt attempt = new Attempt(method, out);
        return attempt.ends("returns 42", () -> 42, ExitCodes::leaveAlone, "exited with code 0")
                && attempt.ends("calls System.exit(3)", () -> exit(3), ExitCodes::leaveAlone, "exited with code 3")
                && attempt.ends("throws", ExitCodes::fail, ExitCodes::leaveAlone, "exited with code 1")
                && attempt.ends(
                        "is terminated",
                        ExitCodes::sleep,
                        ChildProcess::terminate,
                        "exited with code 143",
                        "killed by SIGTERM")
                && attempt.ends("is killed", ExitCodes::sleep, ChildProcess::kill, "killed by SIGKILL");
    }

    private record Attempt(StartMethod method, PrintStream out) {
        boolean ends(String how, Body<Integer> body, Consumer<ChildProcess<?>> deed, String... expected)
                throws InterruptedException {
            ChildProcess<Integer> child = ChildProcess.builder()
                    .method(method)
                    .error(ProcessBuilder.Redirect.DISCARD)
                    .start(body);
            deed.accept(child);
            ExitStatus status = child.join();
            out.printf("a child that %-21s %s; its result: %s%n", how, status, resultOf(child));
            return List.of(expected).contains(status.toString());
        }

        private static String resultOf(ChildProcess<Integer> child) throws InterruptedException {
            try {
                return child.result().toString();
            } catch (ExecutionException none) {
                return none.getCause().getClass().getSimpleName();
            }
        }
    }

    private static void leaveAlone(ChildProcess<?> child) {}

    private static int exit(int code) {
        System.exit(code);
        return 0;
    }

    private static int fail() {
        throw new IllegalStateException("as planned");
    }

    private static int sleep() throws InterruptedException {
        Thread.sleep(60_000);
        return 0;
    }
}
