package dev.mitosis.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.ChildJvm;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The programs fork in a JVM of their own, whose output can be seen as a whole. */
class PlainForkOutputTest {
    private static final List<String> NEVER_WEDGES = List.of("-Xint", "-Xmn64m");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void whatWasBufferedIsWrittenOnceAndWhatTheChildPrintsToo() {
        assertEquals(new ChildJvm.Ended(0, "before child after\n"), ChildJvm.run(Prints.class, NEVER_WEDGES));
    }

    @Test
    void anExceptionInTheBodyIsPrintedAndGivesCodeOne() {
        ChildJvm.Ended ended = ChildJvm.run(Throws.class, NEVER_WEDGES);
        assertEquals(0, ended.exitValue(), ended.output());
        assertTrue(ended.output().startsWith("java.lang.AssertionError: the body's own\n\tat "), ended.output());
        assertTrue(ended.output().endsWith("exited with code 1\n"), ended.output());
        assertEquals(1, ended.output().split("the body's own", -1).length - 1, ended.output());
    }

    @Test
    void theChildEndsWithoutShutdownHooks() {
        assertEquals(new ChildJvm.Ended(0, "hook of the parent\n"), ChildJvm.run(HasHook.class, NEVER_WEDGES));
    }

    static final class Prints {
        public static void main(String[] args) throws Exception {
            System.setOut(new PrintStream(
                    new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1000),
                    false,
                    StandardCharsets.UTF_8));
            System.out.print("before ");
            ExitStatus status = PlainFork.start(
                            () -> {
                                System.out.print("child ");
                                return 0;
                            },
                            LIMIT)
                    .join();
            System.out.println(status.isSuccess() ? "after" : status);
            System.out.flush();
        }
    }

    static final class Throws {
        public static void main(String[] args) throws Exception {
            System.out.println(PlainFork.start(
                            () -> {
                                throw new AssertionError("the body's own");
                            },
                            LIMIT)
                    .join());
        }
    }

    static final class HasHook {
        public static void main(String[] args) throws Exception {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook of the parent")));
            PlainFork.start(() -> 0, LIMIT).join();
        }
    }
}
