package dev.mitosis.ipc;

import dev.mitosis.process.Signal;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Processes that have fork servers, and exit with 0 when these are as they should be. */
final class ForkServerParents {
    private ForkServerParents() {}

    /** What the initialiser leaves. */
    static final class Warm {
        static final long LOADED_BY = ProcessHandle.current().pid();
        static String left = "nothing";

        private Warm() {}

        static void note(Path file, String what) throws Exception {
            Files.writeString(file, what, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /** Fails where its class was initialised for it. */
    public static final class Uninitialised implements Program {
        private static final long INITIALISED_BY = ProcessHandle.current().pid();

        @Override
        public int run(List<String> arguments) {
            return INITIALISED_BY == ProcessHandle.current().pid() ? 0 : 3;
        }
    }

    public static final class WhoStartPrograms extends Parent {
        @Override
        boolean isRight(List<String> files) throws Exception {
            boolean first = start(Uninitialised.class).join().isSuccess();
            boolean second = start(Uninitialised.class).join().isSuccess();
            return first && second;
        }
    }

    public static final class WhoPrepare extends Parent {
        @Override
        boolean isRight(List<String> files) throws Exception {
            String file = files.get(0);
            try (ForkServer server = ForkServer.builder()
                    .preload(Warm.class.getName())
                    .initialiser(() -> {
                        Warm.left = "something";
                        Warm.note(Path.of(file), "once;");
                        return null;
                    })
                    .jvmFlags("-Dmitosis.test=flag")
                    .environment("MITOSIS_TEST", "set")
                    .directory(Path.of(file).getParent())
                    .start()) {
                long zygote = server.pid();
                List<String> expected = List.of(
                        "something", "" + zygote, "flag", "set", Path.of(file).getParent() + "");
                boolean right = true;
                for (int child = 0; child < 2; child++) {
                    right &= server.child().start(WhoPrepare::seen).result().equals(expected);
                }
                return right && Files.readString(Path.of(file)).equals("once;");
            }
        }

        private static List<String> seen() {
            return List.of(
                    Warm.left,
                    "" + Warm.LOADED_BY,
                    System.getProperty("mitosis.test"),
                    System.getenv("MITOSIS_TEST"),
                    System.getProperty("user.dir"));
        }
    }

    /** The server is killed between starts; and during them, while each body notes that it runs. */
    public static final class WhoseServerIsKilled extends Parent {
        private static final int STARTS = 40;

        @Override
        boolean isRight(List<String> files) throws Exception {
            Path file = Path.of(files.get(0));
            try (ForkServer server = ForkServer.builder().start()) {
                long first = server.pid();
                Thread killer = new Thread(() -> kill(first));
                killer.start();
                String noted = file.toString();
                for (int start = 0; start < STARTS; start++) {
                    String round = start + ";";
                    ChildProcess<Void> child = server.child().start(() -> {
                        Warm.note(Path.of(noted), round);
                        return null;
                    });
                    child.result();
                }
                killer.join();
                server.child().start(() -> 1).result();
                List<String> ran = List.of(Files.readString(file).split(";", 0));
                return ran.size() == STARTS && Set.copyOf(ran).size() == STARTS && server.pid() != first;
            }
        }

        private static void kill(long zygote) {
            ProcessHandle.of(zygote).orElseThrow().destroyForcibly();
        }
    }

    public static final class WhoAskAtOnce extends Parent {
        private static final int THREADS = 4;
        private static final int CHILDREN = 10;

        @Override
        boolean isRight(List<String> files) throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<Future<Integer>> results = new ArrayList<>();
            for (int child = 0; child < CHILDREN; child++) {
                int number = child;
                results.add(threads.submit(() -> builder().start(() -> number).result()));
            }
            Set<Integer> seen = new HashSet<>();
            for (Future<Integer> result : results) {
                seen.add(result.get());
            }
            threads.shutdown();
            return seen.size() == CHILDREN;
        }
    }

    public static final class WhoClose extends Parent {
        @Override
        boolean isRight(List<String> files) throws Exception {
            ForkServer server = ForkServer.builder().start();
            ProcessHandle zygote = ProcessHandle.of(server.pid()).orElseThrow();
            Path started = Path.of(files.get(0));
            ChildProcess<Void> child = server.child().start(Programs.Linger.class, List.of(started.toString()));
            while (!Files.exists(started)) {
                Thread.onSpinWait();
            }
            server.close();
            server.close();
            boolean ended = !zygote.isAlive();
            boolean lives = child.isAlive();
            child.kill();
            boolean reaped = child.join().isKilledBy(Signal.SIGKILL);
            boolean refused = false;
            try {
                server.child().start(() -> 1);
            } catch (IllegalStateException closed) {
                refused = closed.getMessage().startsWith("the fork server is closed");
            }
            return ended && lives && reaped && refused;
        }
    }

    public static final class WhoseInitialiserThrows extends Parent {
        @Override
        boolean isRight(List<String> files) {
            try {
                ForkServer.builder()
                        .initialiser(() -> {
                            throw new IllegalStateException("on purpose");
                        })
                        .start();
                return false;
            } catch (UncheckedIOException failure) {
                return failure.getCause().getMessage().contains("IllegalStateException: on purpose");
            }
        }
    }

    /** Its children have children by fork servers of their own. */
    public static final class WhoHasGrandchildren extends Parent {
        @Override
        boolean isRight(List<String> files) throws Exception {
            StartMethod method = StartMethod.valueOf(files.get(0));
            ChildProcess<Long> child =
                    ChildProcess.builder().method(method).start(WhoHasGrandchildren::grandparentOfGrandchild);
            return child.result() == ProcessHandle.current().pid();
        }

        private static long grandparentOfGrandchild() throws InterruptedException, ExecutionException {
            long own = ProcessHandle.current().pid();
            long parent = ChildProcess.builder()
                    .method(StartMethod.FORKSERVER)
                    .start(() -> ProcessHandle.current().parent().orElseThrow().pid())
                    .result();
            if (parent != own) {
                throw new IllegalStateException("another parent, expected=" + own + ", parent=" + parent);
            }
            return ProcessHandle.current().parent().orElseThrow().pid();
        }
    }

    public static final class WhoRedirects extends Parent {
        @Override
        boolean isRight(List<String> files) throws Exception {
            Path output = Path.of(files.get(0));
            Path error = Path.of(files.get(1));
            for (String what : List.of("one;", "two;")) {
                builder()
                        .output(Redirect.to(output.toFile()))
                        .error(Redirect.appendTo(error.toFile()))
                        .start(() -> {
                            System.out.print("to output;" + what);
                            System.err.print("to error;" + what);
                            return null;
                        })
                        .join();
            }
            boolean refused = false;
            try {
                builder()
                        .output(Redirect.to(output.resolve("file").toFile()))
                        .start(() -> 1)
                        .join();
            } catch (RuntimeException notADirectory) {
                refused = true;
            }
            return refused
                    && Files.readString(output).equals("to output;two;")
                    && Files.readString(error).equals("to error;one;to error;two;");
        }
    }

    /** Prints the server's pid, and lives. */
    public static final class WhoDies extends Parent {
        @Override
        boolean isRight(List<String> files) throws Exception {
            ForkServer server = ForkServer.builder().start();
            System.out.println(server.pid());
            while (true) {
                Thread.sleep(1_000);
            }
        }
    }
}
