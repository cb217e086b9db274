package dev.mitosis.demo.example;

import dev.mitosis.ipc.Body;
import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Several children that do the same at the same time, each with a number. */
final class Children {
    /** What the child of a number does. */
    @FunctionalInterface
    interface Numbered {
        Body<Integer> of(int number);
    }

    private final List<ChildProcess<Integer>> children = new ArrayList<>();

    private Children() {}

    static Children start(StartMethod method, int count, Numbered body) {
        Children started = new Children();
        for (int number = 0; number < count; number++) {
            started.children.add(ChildProcess.builder().method(method).start(body.of(number)));
        }
        return started;
    }

    /** Waits for all; the sum of what they return. */
    int sum() throws InterruptedException, ExecutionException {
        int sum = 0;
        for (ChildProcess<Integer> child : children) {
            sum += child.result();
        }
        return sum;
    }
}
