package dev.mitosis.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is done to shared objects, in whatever order, through whichever of two handles: they are what plain variables would be. */
class SharedModelTest {
    private static final int LIMIT = 5;
    private static final int LENGTH = 3;
    private static final int MOST_STEPS = 200;

    /** Something done to the objects, and to the variables. */
    interface Step {
        void take(World world);
    }

    @Property(tries = 60)
    void areWhatPlainVariablesWouldBe(@ForAll("steps") List<Step> steps) {
        try (World world = new World()) {
            for (Step step : steps) {
                step.take(world);
                world.check();
            }
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> handle = Arbitraries.integers().between(0, 1);
        Arbitrary<Integer> permits = Arbitraries.integers().between(0, LIMIT + 1);
        Arbitrary<Integer> index = Arbitraries.integers().between(0, LENGTH - 1);
        Arbitrary<Integer> number = Arbitraries.integers();
        Arbitrary<Step> step = Arbitraries.oneOf(
                handle.flatMap(at ->
                        permits.map(count -> named(at + " acquires " + count, it -> it.acquire(at, count)))),
                handle.flatMap(at ->
                        permits.map(count -> named(at + " releases " + count, it -> it.release(at, count)))),
                handle.map(at -> named(at + " sets the event", it -> it.setEvent(at))),
                handle.map(at -> named(at + " clears the event", it -> it.clearEvent(at))),
                handle.map(at -> named(at + " locks", it -> it.lock(at))),
                handle.map(at -> named(at + " unlocks", it -> it.unlock(at))),
                handle.flatMap(at -> index.flatMap(i ->
                        number.map(value -> named(at + " adds " + value, it -> it.add(at, i, value))))),
                handle.flatMap(at -> index.flatMap(i ->
                        number.map(value -> named(at + " sets " + value, it -> it.set(at, i, value))))));
        return step.list().ofMaxSize(MOST_STEPS);
    }

    private static Step named(String name, Step step) {
        return new Step() {
            @Override
            public void take(World world) {
                step.take(world);
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }

    /** Two handles on each object, and the variables. */
    static final class World implements AutoCloseable {
        private final List<SharedSemaphore> semaphores =
                twice(Shared.anonymous().semaphore(LIMIT, LIMIT, PermitsOfTheDead.RETURN));
        private final List<SharedEvent> events = twice(Shared.anonymous().event());
        private final List<SharedReentrantLock> locks = twice(Shared.anonymous().reentrantLock());
        private final List<SharedIntArray> arrays = twice(Shared.anonymous().intArray(LENGTH));
        private int permits = LIMIT;
        private boolean isSet;
        private final int[] holds = new int[2];
        private final int[] numbers = new int[LENGTH];

        private static <T extends SharedObject> List<T> twice(T object) {
            @SuppressWarnings("unchecked")
            Class<T> type = (Class<T>) object.getClass();
            return List.of(object, Shared.byHandle(object.handle()).existing(type));
        }

        void acquire(int at, int count) {
            boolean taken = count <= permits;
            assertEquals(taken, semaphores.get(at).tryAcquire(count));
            permits -= taken ? count : 0;
        }

        void release(int at, int count) {
            if (permits + count > LIMIT) {
                assertThrows(
                        IllegalStateException.class, () -> semaphores.get(at).release(count));
            } else {
                semaphores.get(at).release(count);
                permits += count;
            }
        }

        void setEvent(int at) {
            events.get(at).set();
            isSet = true;
        }

        void clearEvent(int at) {
            events.get(at).clear();
            isSet = false;
        }

        /** Both handles are one thread's, but each names it by a seat of its own. */
        void lock(int at) {
            boolean taken = holds[1 - at] == 0;
            assertEquals(taken, locks.get(at).tryLock());
            holds[at] += taken ? 1 : 0;
        }

        void unlock(int at) {
            if (holds[at] == 0) {
                assertThrows(IllegalMonitorStateException.class, locks.get(at)::unlock);
            } else {
                locks.get(at).unlock();
                holds[at]--;
            }
        }

        void add(int at, int index, int value) {
            assertEquals(numbers[index], arrays.get(at).getAndAdd(index, value));
            numbers[index] += value;
        }

        void set(int at, int index, int value) {
            arrays.get(at).set(index, value);
            numbers[index] = value;
        }

        void check() {
            for (int at = 0; at < 2; at++) {
                assertEquals(permits, semaphores.get(at).availablePermits());
                assertEquals(isSet, events.get(at).isSet());
                assertEquals(holds[at] > 0, locks.get(at).isHeldByCurrentThread());
                for (int index = 0; index < LENGTH; index++) {
                    assertEquals(numbers[index], arrays.get(at).get(index));
                }
            }
        }

        @Override
        public void close() {
            List.of(semaphores, events, locks, arrays).forEach(all -> all.forEach(SharedObject::close));
        }
    }
}
