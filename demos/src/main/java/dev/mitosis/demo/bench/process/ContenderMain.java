package dev.mitosis.demo.bench.process;

import java.util.Arrays;
import java.util.List;

/** Runs one process of a run: the class of a {@link Contender}, and the arguments of {@link Run}. */
public final class ContenderMain {
    private ContenderMain() {}

    public static void main(String[] arguments) throws Exception {
        List<String> all = Arrays.asList(arguments);
        Run run = Run.of(all.subList(1, all.size()));
        Contender contender = Class.forName(all.get(0))
                .asSubclass(Contender.class)
                .getDeclaredConstructor()
                .newInstance();
        try {
            contender.play(run);
        } finally {
            run.stop();
        }
    }
}
