package dev.mitosis.ipc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The main class of the JVM that writes a {@link ClassArchive}, at its end: loads the classes that another JVM has listed. It initialises
 * none of them, so no code of the program runs here.
 */
final class ArchiveMain {
    private ArchiveMain() {}

    /**
     * @param arguments the list: a line for each class, its name, a blank, and where it is from
     */
    public static void main(String[] arguments) throws IOException {
        ParentWatch.start(Long.getLong(SpawnedMain.PARENT_PROPERTY));
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            load(line.substring(0, Math.max(0, line.indexOf(' '))));
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, ArchiveMain.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError madeAtRunTime) {
            return; // of a lambda, for instance
        }
    }
}
