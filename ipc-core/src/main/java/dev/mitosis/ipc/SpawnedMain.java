package dev.mitosis.ipc;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The main class of a spawned JVM: runs the program that its first argument names. */
final class SpawnedMain {
    /** The pid of the parent to end with; without it, the child lives on by itself. */
    static final String PARENT_PROPERTY = "mitosis.parent";

    private static final Duration TIME_TO_END = Duration.ofMillis(20);

    private SpawnedMain() {}

    public static void main(String[] arguments) throws Exception {
        Long parent = Long.getLong(PARENT_PROPERTY);
        if (parent != null) {
            System.clearProperty(PARENT_PROPERTY);
            ParentWatch.start(parent);
        }
        Class<? extends Program> program = Class.forName(arguments[0]).asSubclass(Program.class);
        List<String> words = Arrays.asList(arguments).subList(1, arguments.length);
        int code = new ProgramWork(program, words).run();
        Family.comesToItsEnd();
        end(code);
    }

    /**
     * Since JDK 21, System.exit looks into each jar of the class path for somebody who logs it. So what went well ends as any JVM
     * does whose main returns, unless threads of its own keep it.
     */
    private static void end(int code) {
        if (code != 0) {
            System.exit(code);
        }
        Thread impatient = new Thread(SpawnedMain::exitSoon, "mitosis-exit");
        impatient.setDaemon(true);
        impatient.start();
    }

    private static void exitSoon() {
        LockSupport.parkNanos(TIME_TO_END.toNanos());
        System.exit(0);
    }
}
