package dev.mitosis.shared;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Objects, each used by one state after the other: to make one takes far longer than a state lives. */
final class Pool<T> {
    private final Queue<T> spare = new ConcurrentLinkedQueue<>();
    private final Supplier<T> maker;

    Pool(Supplier<T> maker) {
        this.maker = maker;
    }

    T take() {
        T object = spare.poll();
        return object != null ? object : maker.get();
    }

    void giveBack(T object) {
        spare.add(object);
    }
}
