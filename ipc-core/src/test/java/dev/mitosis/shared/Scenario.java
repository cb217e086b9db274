package dev.mitosis.shared;

import dev.mitosis.ipc.Body;
import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import java.util.List;
import java.util.stream.Stream;

/** Something that processes do with shared objects, whatever way they were started. */
interface Scenario {
    /** How many are started at once. */
    int CHILDREN = 3;

    void play(StartMethod method) throws Exception;

    /**
     * Plays all, one after the other.
     *
     * @param arguments METHOD
     */
    static void main(String[] arguments) throws Exception {
        for (Scenario scenario : all()) {
            System.out.println(scenario);
            scenario.play(StartMethod.valueOf(arguments[0]));
        }
        System.exit(0);
    }

    private static List<Scenario> all() {
        return Stream.<Scenario[]>of(LockScenario.values(), WaitScenario.values(), ValueScenario.values())
                .flatMap(Stream::of)
                .toList();
    }

    static <T> ChildProcess<T> start(StartMethod method, Body<T> body) {
        return ChildProcess.builder().method(method).start(body);
    }

    static void joinAll(List<ChildProcess<Integer>> children) throws Exception {
        for (ChildProcess<Integer> child : children) {
            expect(0, child.result());
        }
    }

    static void expect(Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError("expected " + expected + ", was " + actual);
        }
    }

    /** Something that is to throw. */
    interface Task {
        void run() throws Exception;
    }

    static <T extends Exception> T expectThrows(Class<T> type, Task task) throws Exception {
        try {
            task.run();
        } catch (Exception thrown) {
            if (type.isInstance(thrown)) {
                return type.cast(thrown);
            }
            throw thrown;
        }
        throw new AssertionError("nothing was thrown, expected " + type.getName());
    }
}
