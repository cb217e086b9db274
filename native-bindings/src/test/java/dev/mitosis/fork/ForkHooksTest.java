package dev.mitosis.fork;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Hooks by themselves, without a fork. */
final class ForkHooksTest {
    private static final int FORKS = 10_000_000;

    @Test
    void areRunWhileOthersComeAndGo() throws InterruptedException {
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicLong rounds = new AtomicLong();
        Thread other = new Thread(() -> {
            while (!isOver.get()) {
                ForkHooks.register(new ForkHooks.Hook() {}).close();
                rounds.incrementAndGet();
            }
        });
        other.start();
        try {
            for (int fork = 0; fork < FORKS || rounds.get() < FORKS; fork++) {
                ForkHooks.runBefore();
                ForkHooks.runAfter(false);
            }
        } finally {
            isOver.set(true);
            other.join();
        }
        assertTrue(rounds.get() >= FORKS);
    }
}
