package dev.mitosis.ipc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/** Parents that end in some way, and their children and grandchildren. */
final class Families {
    private Families() {}

    /** Notes its pid in a file that is there at once as a whole. */
    static void note(String directory, String who) throws IOException {
        Path unfinished = Path.of(directory, who + ".tmp");
        Files.writeString(unfinished, Long.toString(ProcessHandle.current().pid()));
        Files.move(unfinished, Path.of(directory, who));
    }

    static void linger() {
        while (true) {
            LockSupport.park();
        }
    }

    /** A child and a grandchild, both lingering; the parent's hook prints. */
    public static final class OfThree extends Parent {
        @Override
        boolean isRight(List<String> files) throws Exception {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook;")));
            String directory = files.get(0);
            StartMethod method = StartMethod.valueOf(files.get(1));
            builder().start(() -> {
                note(directory, "child");
                ChildProcess.builder().method(method).start(() -> {
                    note(directory, "grandchild");
                    linger();
                    return null;
                });
                linger();
                return null;
            });
            linger();
            return false;
        }
    }

    /** Its main returns while its children work: one that it waits for, and a daemon. */
    public static final class WhoReturn {
        private WhoReturn() {}

        public static void main(String[] arguments) {
            System.out.println("main;");
            StartMethod method = StartMethod.valueOf(arguments[0]);
            Path go = Path.of(arguments[1], "go");
            Path done = Path.of(arguments[1], "done");
            String directory = arguments[1];
            String file = go.toString();
            String end = done.toString();
            ChildProcess.builder().method(method).start(() -> {
                note(directory, "awaited");
                while (!Files.exists(Path.of(file))) {
                    Thread.sleep(1);
                }
                Files.createFile(Path.of(end));
                return null;
            });
            ChildProcess.builder().method(method).daemon().start(() -> {
                note(directory, "daemon");
                linger();
                return null;
            });
        }
    }

    /** A child's own children: it waits for one, and ends the daemon; so does the child's parent know when it has ended. */
    public static final class WhoseChildReturns extends Parent {
        @Override
        boolean isRight(List<String> files) throws Exception {
            String directory = files.get(0);
            StartMethod method = StartMethod.valueOf(files.get(1));
            builder()
                    .start(() -> {
                        ChildProcess.builder().method(method).start(() -> {
                            note(directory, "awaited");
                            return null;
                        });
                        ChildProcess.builder().method(method).daemon().start(() -> {
                            note(directory, "daemon");
                            linger();
                            return null;
                        });
                        while (!Files.exists(Path.of(directory, "daemon"))) {
                            Thread.sleep(1);
                        }
                        return null;
                    })
                    .result();
            return Files.exists(Path.of(directory, "awaited"))
                    && Callers.proc(Files.readString(Path.of(directory, "daemon")))
                            .isEmpty();
        }
    }

    static final class Greeting extends ChildTask {
        private static final long serialVersionUID = 1;

        private final String name;
        private final StartMethod method;
        private final boolean throwing;

        Greeting(String name, StartMethod method, boolean throwing) {
            this.name = name;
            this.method = method;
            this.throwing = throwing;
        }

        @Override
        protected ChildBuilder child() {
            return super.child().method(method);
        }

        @Override
        protected void run() {
            System.out.print("hello, " + name + ";");
            if (throwing) {
                throw new IllegalStateException("on purpose");
            }
        }
    }

    /** Starts tasks that are classes. */
    public static final class OfTasks extends Parent {
        @Override
        boolean isRight(List<String> files) throws Exception {
            StartMethod method = StartMethod.valueOf(files.get(0));
            Greeting greeting = new Greeting("world", method, false);
            List<ChildProcess<Void>> children = new ArrayList<>(List.of(greeting.start(), greeting.start()));
            for (ChildProcess<Void> child : children) {
                child.result();
            }
            ChildProcess<Void> thrower = new Greeting("nobody", method, true).start();
            try {
                thrower.result();
                return false;
            } catch (ExecutionException failure) {
                return thrower.name().equals("Greeting") && failure.getCause() instanceof IllegalStateException;
            }
        }
    }
}
