package dev.mitosis.ipc;

import dev.mitosis.platform.Platform;
import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.Signal;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Parents that have something computed. */
final class Callers {
    private static final int JVM_ENDED_BY_SIGTERM = 143;

    private Callers() {}

    private record Point(int x, int y) implements Serializable {}

    private static void linger() throws InterruptedException {
        while (true) {
            Thread.sleep(1_000);
        }
    }

    static final class Unlucky extends RuntimeException {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("serial") // that is the point
        private final Thread notSerializable = Thread.currentThread();

        Unlucky() {
            super("on purpose");
        }

        Thread thread() {
            return notSerializable;
        }
    }

    public static final class OfResults extends Parent {
        @Override
        boolean isRight(List<String> files) throws Exception {
            int shift = 2;
            byte[] large = new byte[5_000_000];
            Arrays.fill(large, (byte) 7);
            ChildProcess<Point> point = builder().start(() -> new Point(1 + shift, shift));
            ChildProcess<byte[]> bytes = builder().start(() -> large);
            ChildProcess<Object> nothing = builder().start(() -> null);
            return point.result().equals(new Point(3, 2))
                    && Arrays.equals(bytes.result(), large)
                    && nothing.result() == null
                    && point.result().equals(new Point(3, 2))
                    && point.join().isSuccess();
        }
    }

    /** Can be sent, and not be read. */
    private record Unreadable() implements Serializable {
        private Object readResolve() throws InvalidObjectException {
            throw new InvalidObjectException("on purpose");
        }
    }

    public static final class OfOneThatCannotBeRead extends Parent {
        @Override
        boolean isRight(List<String> files) throws Exception {
            Unreadable captured = new Unreadable();
            ChildProcess<String> child = builder().start(captured::toString);
            if (method() == StartMethod.FORK) {
                return child.result().equals(captured.toString()); // nobody has to read it
            }
            return failure(child).getCause() instanceof InvalidObjectException failure
                    && failure.getMessage().equals("on purpose")
                    && child.join().equals(ExitStatus.exited(1));
        }
    }

    public static final class OfOneThatThrows extends Parent {
        @Override
        boolean isRight(List<String> files) throws Exception {
            ChildProcess<Void> child = builder().start(OfOneThatThrows::fail);
            Throwable thrown = failure(child).getCause();
            return thrown instanceof IllegalStateException
                    && thrown.getMessage().equals("on purpose")
                    && thrown.getCause() instanceof ArithmeticException
                    && thrown.getStackTrace()[0].getMethodName().equals("fail")
                    && child.join().equals(ExitStatus.exited(1));
        }

        private static Void fail() {
            throw new IllegalStateException("on purpose", new ArithmeticException());
        }
    }

    public static final class OfOneThatThrowsWhatCannotBeSent extends Parent {
        @Override
        boolean isRight(List<String> files) throws Exception {
            ChildProcess<Void> child = builder().start(() -> {
                throw new Unlucky();
            });
            return failure(child).getCause() instanceof RemoteFailure failure
                    && failure.originalClass().equals(Unlucky.class.getName())
                    && failure.getMessage().endsWith("Unlucky: on purpose")
                    && failure.getStackTrace()[0]
                            .getClassName()
                            .equals(Callers.class.getName() + "$"
                                    + OfOneThatThrowsWhatCannotBeSent.class.getSimpleName());
        }
    }

    public static final class OfAResultThatCannotBeSent extends Parent {
        @Override
        boolean isRight(List<String> files) throws Exception {
            ChildProcess<Object> child = builder().start(() -> List.of(new Thread()));
            return failure(child).getCause().getMessage().endsWith("List12, a java.lang.Thread");
        }
    }

    public static final class OfOneThatIsKilled extends Parent {
        @Override
        boolean isRight(List<String> files) throws Exception {
            ChildProcess<Void> child = builder().start(() -> {
                linger();
                return null;
            });
            boolean lived = child.isAlive() && child.join(Duration.ofMillis(50)).isEmpty();
            child.kill();
            boolean died = failure(child).getCause() instanceof ChildDiedException death
                    && death.status().isKilledBy(Signal.SIGKILL);
            return lived && died && !child.isAlive();
        }
    }

    public static final class OfOneThatExits extends Parent {
        @Override
        boolean isRight(List<String> files) throws Exception {
            ChildProcess<Void> child = builder().start(() -> {
                System.exit(9);
                return null;
            });
            return failure(child).getCause() instanceof ChildDiedException death
                    && death.status().equals(ExitStatus.exited(9));
        }
    }

    public static final class OfOneThatIsTerminated extends Parent {
        @Override
        boolean isRight(List<String> files) throws Exception {
            Path started = Path.of(files.get(0));
            ChildProcess<Void> child = startLingering(started);
            child.terminate();
            return child.onExit().get(20, TimeUnit.SECONDS).equals(ExitStatus.exited(JVM_ENDED_BY_SIGTERM));
        }
    }

    public static final class OfOneThatIsSuspended extends Parent {
        @Override
        boolean isRight(List<String> files) throws Exception {
            ChildProcess<Void> child = startLingering(Path.of(files.get(0)));
            if (!Platform.current().isPosix()) {
                return isRefused(child);
            }
            child.suspend();
            boolean stopped = comesToBe(child, true);
            child.resume();
            boolean resumed = comesToBe(child, false);
            child.kill();
            return stopped && resumed && child.join().isKilledBy(Signal.SIGKILL);
        }

        private static boolean isRefused(ChildProcess<Void> child) throws InterruptedException {
            try {
                child.suspend();
                return false;
            } catch (UnsupportedOperationException refused) {
                child.kill();
                return refused.getMessage().startsWith("there is no SIGSTOP on ")
                        && child.join().isKilledBy(Signal.SIGKILL);
            }
        }

        private static boolean comesToBe(ChildProcess<Void> child, boolean stopped) throws Exception {
            for (int look = 0; look < 2_000; look++) {
                String stat = Files.readString(Path.of("/proc", Long.toString(child.pid()), "stat"));
                boolean isStopped = stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
                if (isStopped == stopped) {
                    return true;
                }
                Thread.sleep(5);
            }
            return false;
        }
    }

    /** The first child is not joined; the next one's start reaps it. */
    public static final class WhoForgets extends Parent {
        @Override
        boolean isRight(List<String> files) throws Exception {
            ChildProcess<Integer> forgotten = builder().start(() -> 1);
            Path proc = Path.of("/proc", Long.toString(forgotten.pid()));
            for (int start = 0; start < 500 && Files.exists(proc); start++) {
                builder().start(() -> 2).join();
            }
            return !Files.exists(proc) && forgotten.result() == 1;
        }
    }

    /** More of them than there are slots for outcomes. */
    public static final class WhoForgetsMany extends Parent {
        private static final int CHILDREN = 80;

        @Override
        boolean isRight(List<String> files) throws Exception {
            for (int child = 0; child < CHILDREN; child++) {
                ChildProcess<Integer> forgotten = builder().start(() -> 1);
                while (forgotten.isAlive()) {
                    Thread.onSpinWait();
                }
            }
            return Family.ofThisProcess().outcomeSlots().take().isPresent();
        }
    }

    /** Ends when its child has left its outcome. */
    public static final class WhoNeverJoins extends Parent {
        @Override
        boolean isRight(List<String> files) {
            ChildProcess<Integer> child = builder().start(() -> 1);
            while (child.isAlive()) {
                Thread.onSpinWait();
            }
            return true;
        }
    }

    /** Prints its child's pid, and lives. */
    public static final class WhoDies extends Parent {
        @Override
        boolean isRight(List<String> files) throws Exception {
            System.out.println(startLingering(Path.of(files.get(0))).pid());
            linger();
            return false;
        }
    }

    /** The same, with a child that is to live on. */
    public static final class WhoDiesBefore extends Parent {
        @Override
        boolean isRight(List<String> files) throws Exception {
            ChildProcess<Void> child = builder().outlivesParent().start(Programs.Linger.class, files);
            while (!Files.exists(Path.of(files.get(0)))) {
                Thread.onSpinWait();
            }
            System.out.println(child.pid());
            linger();
            return false;
        }
    }

    private static ExecutionException failure(ChildProcess<?> child) throws InterruptedException {
        try {
            throw new AssertionError("it returned " + child.result());
        } catch (ExecutionException failure) {
            return failure;
        }
    }

    static Optional<Path> proc(String pid) {
        return Optional.of(Path.of("/proc", pid)).filter(Files::exists);
    }
}
