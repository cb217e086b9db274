package dev.mitosis.fork;

import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.Processes;
import dev.mitosis.process.Signal;
import dev.mitosis.testing.Until;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/** Live forks of this JVM for tests: each child runs a body, and is waited for with a limit. */
final class ForkedChildren {
    /** Far more than any child here needs, on a machine that others use too. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** For machines on which the threads of a busy program wait long for a processor. */
    static final ForkOptions PATIENT =
            ForkOptions.DEFAULT.withNativeLimit(LIMIT).withParkLimit(LIMIT).withHeldLimit(LIMIT);

    private static final int THREW = 99;

    private ForkedChildren() {}

    /** Forks a child that exits with what its body returns, and returns how it ended. */
    static ExitStatus run(Callable<Integer> body) {
        return await(start(PATIENT, report -> body.call()).childPid());
    }

    /** What a child does, which knows the fork that made it. */
    interface Body {
        int run(ForkReport report) throws Exception;
    }

    static ForkReport start(ForkOptions options, Body body) {
        ForkReport report = LiveFork.fork(options);
        if (report.isChild()) {
            System.exit(codeOf(body, report));
        }
        return report;
    }

    /** Reaps a child; one that hangs is described on standard error, killed, and fails. */
    static ExitStatus await(int child) {
        AtomicReference<ExitStatus> status = new AtomicReference<>();
        boolean ended = Until.holdsWithin(LIMIT, () -> {
            Processes.waitpidNoHang(child).ifPresent(status::set);
            return status.get() != null;
        });
        if (!ended) {
            HungProcess.describe(child, ownError());
            Processes.kill(child, Signal.SIGKILL);
            Processes.waitpid(child);
            throw new AssertionError("the child hung, pid=" + child);
        }
        return status.get();
    }

    /** Standard error without System.err, whose lock a frozen thread may hold. */
    static PrintStream ownError() {
        return new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    }

    private static int codeOf(Body body, ForkReport report) {
        try {
            return body.run(report);
        } catch (Throwable e) {
            e.printStackTrace(ownError());
            return THREW;
        }
    }
}
