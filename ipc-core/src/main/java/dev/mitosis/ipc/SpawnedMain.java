package dev.mitosis.ipc;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The main class of a spawned JVM: runs the program that its first argument names. */
final class SpawnedMain {
    private SpawnedMain() {}

    static List<String> arguments(Class<? extends Program> program, List<String> arguments) {
        return Stream.concat(Stream.of(program.getName()), arguments.stream()).toList();
    }

    public static void main(String[] arguments) throws Exception {
        Program program = Class.forName(arguments[0])
                .asSubclass(Program.class)
                .getConstructor()
                .newInstance();
        System.exit(program.run(Arrays.asList(arguments).subList(1, arguments.length)));
    }
}
