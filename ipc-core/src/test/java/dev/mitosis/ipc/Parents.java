package dev.mitosis.ipc;

import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.process.Signal;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Processes that start a child by the method that is their first argument, and exit with 0 when it is as it should be. */
final class Parents {
    private Parents() {}

    public static final class OfThreeCodes extends Parent {
        @Override
        boolean isRight(List<String> files) throws InterruptedException {
            for (int code : new int[] {0, 3, 255}) {
                if (!ExitStatus.exited(code)
                        .equals(start(Programs.Exit.class, Integer.toString(code))
                                .join())) {
                    return false;
                }
            }
            return true;
        }
    }

    public static final class OfArguments extends Parent {
        @Override
        boolean isRight(List<String> files) throws InterruptedException {
            return start(Programs.Write.class, files.get(0), "two words", "", "ünï", "$HOME 'q\"")
                    .join()
                    .isSuccess();
        }
    }

    public static final class OfOneThatThrows extends Parent {
        @Override
        boolean isRight(List<String> files) throws InterruptedException {
            return start(Programs.Fail.class).join().equals(ExitStatus.exited(1));
        }
    }

    public static final class OfOneThatIsKilled extends Parent {
        @Override
        boolean isRight(List<String> files) throws InterruptedException {
            ChildProcess<Void> child = startLingering(Path.of(files.get(0)));
            boolean lived = ProcessIdentity.of(child.pid()).isPresent();
            child.kill();
            boolean killed = child.join().equals(ExitStatus.killedBy(Signal.SIGKILL));
            child.kill();
            boolean known = child.join().equals(ExitStatus.killedBy(Signal.SIGKILL));
            return lived && killed && known && !Files.exists(Path.of("/proc", Long.toString(child.pid())));
        }
    }

    public static final class WhoIsInterrupted extends Parent {
        @Override
        boolean isRight(List<String> files) throws InterruptedException {
            ChildProcess<Void> child = startLingering(Path.of(files.get(0)));
            Thread.currentThread().interrupt();
            boolean interrupted = false;
            try {
                child.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
            boolean lives = ProcessIdentity.of(child.pid()).isPresent();
            child.kill();
            child.join();
            return interrupted && lives;
        }
    }

    public static final class WithAnEnd extends Parent {
        @Override
        boolean isRight(List<String> files) throws Exception {
            Path file = Files.createFile(Path.of(files.get(0)));
            file.toFile().deleteOnExit();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook;")));
            return start(Programs.Exit.class, "0").join().isSuccess() && Files.exists(file);
        }
    }

    public static final class WhoBuffers extends Parent {
        @Override
        boolean isRight(List<String> files) throws InterruptedException {
            PrintStream before = System.out;
            PrintStream buffered =
                    new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false);
            System.setOut(buffered);
            System.out.print("parent;");
            boolean right = start(Programs.Say.class, "child;").join().isSuccess();
            buffered.flush();
            System.setOut(before);
            return right;
        }
    }

    public static final class WhoCanOnlySpawn extends Parent {
        @Override
        boolean isRight(List<String> files) {
            return StartMethod.preferred() == StartMethod.SPAWN
                    && StartMethod.SPAWN.missingBecause().isEmpty()
                    && isRefused(StartMethod.FORK)
                    && isRefused(StartMethod.FORKSERVER);
        }

        private static boolean isRefused(StartMethod method) {
            try {
                ChildProcess.start(method, Programs.Exit.class, List.of("0"));
                return false;
            } catch (UnsupportedOperationException refused) {
                return refused.getMessage().endsWith(method.missingBecause())
                        && refused.getMessage().contains("(fallback forced)");
            }
        }
    }

    public static final class OfOneThatCollects extends Parent {
        @Override
        boolean isRight(List<String> files) throws InterruptedException {
            Programs.Collect.inherited = "from the parent's heap";
            return start(Programs.Collect.class, Programs.Collect.inherited)
                    .join()
                    .isSuccess();
        }
    }
}
