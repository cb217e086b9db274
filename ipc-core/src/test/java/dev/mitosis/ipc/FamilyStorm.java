package dev.mitosis.ipc;

import dev.mitosis.process.ProcessIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A parent that starts children and prints the pid of each, until it is killed; some are stopped. And what they do meanwhile. */
public final class FamilyStorm implements Program {
    /** Files which note each process that lives, by its pid and start time. */
    static final String MARK = ".alive";

    /**
     * @param arguments METHOD DIRECTORY STOPPED, the last one being whether each third child is stopped
     */
    @Override
    public int run(List<String> arguments) throws Exception {
        StartMethod method = StartMethod.valueOf(arguments.get(0));
        String directory = arguments.get(1);
        note(directory);
        ChildProcess.builder().method(method).start(() -> null).join();
        System.out.println("ready");
        for (int child = 0; ; child++) {
            boolean lingers = child % 2 == 0;
            ChildProcess<Void> started = ChildProcess.builder().method(method).start(() -> {
                note(directory);
                if (lingers) {
                    Families.linger();
                }
                return null;
            });
            if (child % 3 == 0) {
                started.suspend();
            } else if (child % 3 == 1) {
                started.kill();
                started.join();
            }
        }
    }

    private static void note(String directory) throws Exception {
        Path file = Path.of(directory, ProcessIdentity.current() + MARK);
        Files.createFile(file);
        Files.writeString(file, "x", StandardOpenOption.APPEND);
    }
}
