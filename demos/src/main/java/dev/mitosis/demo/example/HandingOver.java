package dev.mitosis.demo.example;

import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import dev.mitosis.shared.Shared;
import dev.mitosis.shared.SharedCondition;
import dev.mitosis.shared.SharedLong;
import java.io.PrintStream;

/** A place for one number: who brings one waits until it is empty, who takes one waits until it is full. */
@SuppressWarnings("try") // what is held need not be used
final class HandingOver implements Example {
    private static final int NUMBERS = 1_000;
    private static final long EMPTY = -1;

    @Override
    public boolean run(StartMethod method, PrintStream out) throws Exception {
        SharedLong place = Shared.anonymous().longValue();
        place.set(EMPTY);
        ChildProcess<Integer> taker = ChildProcess.builder().method(method).start(() -> takeAll(place));
        SharedCondition changed = place.lock().condition(0);
        for (int number = 0; number < NUMBERS; number++) {
            try (var held = place.lock().hold()) {
                while (place.getPlain() != EMPTY) {
                    changed.await();
                }
                place.setPlain(number);
                changed.signalAll();
            }
        }
        int sum = taker.result();
        out.println(NUMBERS + " numbers went through a place for one; their sum is " + sum);
        return sum == NUMBERS * (NUMBERS - 1) / 2;
    }

    private static int takeAll(SharedLong place) throws InterruptedException {
        SharedCondition changed = place.lock().condition(0);
        int sum = 0;
        for (int taken = 0; taken < NUMBERS; taken++) {
            try (var held = place.lock().hold()) {
                while (place.getPlain() == EMPTY) {
                    changed.await();
                }
                sum += (int) place.getPlain();
                place.setPlain(EMPTY);
                changed.signalAll();
            }
        }
        return sum;
    }
}
