package dev.mitosis.ipc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the children of these tests do. */
public final class Programs {
    private Programs() {}

    /** Exits with the code that is its argument. */
    public static final class Exit implements Program {
        @Override
        public int run(List<String> arguments) {
            return Integer.parseInt(arguments.get(0));
        }
    }

    /** Writes its other arguments into the file that is the first. */
    public static final class Write implements Program {
        @Override
        public int run(List<String> arguments) throws Exception {
            Files.writeString(Path.of(arguments.get(0)), String.join("|", arguments.subList(1, arguments.size())));
            return 0;
        }
    }

    /** Never ends by itself. */
    public static final class Linger implements Program {
        @Override
        public int run(List<String> arguments) throws Exception {
            Files.createFile(Path.of(arguments.get(0)));
            while (true) {
                Thread.sleep(1_000);
            }
        }
    }

    /** Throws. */
    public static final class Fail implements Program {
        @Override
        public int run(List<String> arguments) {
            throw new IllegalStateException("on purpose");
        }
    }

    /** Prints its argument, without a line's end. */
    public static final class Say implements Program {
        @Override
        public int run(List<String> arguments) {
            System.out.print(arguments.get(0));
            return 0;
        }
    }

    /** Exits with 0 when it finds the parent's field, and can collect garbage and start a thread. */
    public static final class Collect implements Program {
        static String inherited;

        @Override
        public int run(List<String> arguments) throws Exception {
            System.gc();
            Thread thread = new Thread(System::gc);
            thread.start();
            thread.join();
            return arguments.get(0).equals(inherited) ? 0 : 1;
        }
    }
}
