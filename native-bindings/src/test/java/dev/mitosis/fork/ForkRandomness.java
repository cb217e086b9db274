package dev.mitosis.fork;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** No two children draw the same numbers, from any source that the JDK seeds. */
final class ForkRandomness {
    private ForkRandomness() {}

    static Void check() throws Exception {
        List<String> drawnBefore = draw(); // what was never used has no state to be copied
        Path directory = Files.createTempDirectory("mitosis-test-");
        List<Integer> children = new ArrayList<>();
        for (int i = 0; i < ForkPrograms.SIBLINGS; i++) {
            Path file = directory.resolve("child" + i);
            children.add(ForkedChildren.start(ForkedChildren.PATIENT, report -> {
                        Files.write(file, draw());
                        return 0;
                    })
                    .childPid());
        }
        Set<String> seen = new HashSet<>(drawnBefore);
        seen.addAll(draw());
        Set<String> repeated = new HashSet<>();
        for (int i = 0; i < ForkPrograms.SIBLINGS; i++) {
            ForkPrograms.checkExits(0, ForkedChildren.await(children.get(i)));
            Path file = directory.resolve("child" + i);
            Files.readAllLines(file).stream()
                    .filter(line -> !seen.add(line))
                    .forEach(line -> repeated.add(line.split(" ", 2)[0]));
            Files.delete(file);
        }
        Files.delete(directory);
        ForkPrograms.check(repeated.isEmpty(), "repeated: " + repeated);
        return null;
    }

    private static List<String> draw() throws InterruptedException {
        List<String> drawn = new ArrayList<>();
        drawn.add("ThreadLocalRandom " + ThreadLocalRandom.current().nextLong());
        drawn.add("Math.random " + Math.random());
        drawn.add("UUID " + UUID.randomUUID());
        drawn.add("SecureRandom " + new SecureRandom().nextLong());
        List<Integer> shuffled = new ArrayList<>(IntStream.range(0, 100).boxed().toList());
        Collections.shuffle(shuffled);
        drawn.add("Collections.shuffle " + shuffled);
        Thread thread = new Thread(
                () -> drawn.add("new-thread " + ThreadLocalRandom.current().nextLong()));
        thread.start();
        thread.join();
        drawn.add("new-Random " + new Random().nextLong());
        return drawn;
    }
}
