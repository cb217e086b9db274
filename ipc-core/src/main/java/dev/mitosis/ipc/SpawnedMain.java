package dev.mitosis.ipc;

import java.util.Arrays;
import java.util.List;

/** The main class of a spawned JVM: runs the program that its first argument names. */
final class SpawnedMain {
    /** The pid of the parent to end with; without it, the child lives on by itself. */
    static final String PARENT_PROPERTY = "mitosis.parent";

    private SpawnedMain() {}

    public static void main(String[] arguments) throws Exception {
        Long parent = Long.getLong(PARENT_PROPERTY);
        if (parent != null) {
            System.clearProperty(PARENT_PROPERTY);
            ParentWatch.startLooking(parent);
        }
        Class<? extends Program> program = Class.forName(arguments[0]).asSubclass(Program.class);
        List<String> words = Arrays.asList(arguments).subList(1, arguments.length);
        int code = new ProgramWork(program, words).run();
        Family.comesToItsEnd();
        System.exit(code);
    }
}
