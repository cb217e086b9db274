package dev.mitosis.ipc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A parent that starts children until it is killed; some are stopped, others killed. And what they do meanwhile. */
public final class FamilyStorm implements Program {
    /**
     * @param arguments METHOD DIRECTORY
     */
    @Override
    public int run(List<String> arguments) throws Exception {
        StartMethod method = StartMethod.valueOf(arguments.get(0));
        String directory = arguments.get(1);
        note(directory);
        ChildProcess.builder().method(method).start(() -> null).join();
        System.out.println("ready");
        startForEver(method, directory);
        return 0;
    }

    /** Until it is killed. */
    static void startForEver(StartMethod method, String directory) throws InterruptedException {
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

    private static void note(String directory) throws IOException {
        new Marks(Path.of(directory)).add();
    }
}
