package dev.mitosis.shared;

import static dev.mitosis.shared.Scenario.expect;
import static dev.mitosis.shared.Scenario.joinAll;
import static dev.mitosis.shared.Scenario.start;

import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import java.util.ArrayList;
import java.util.List;

/** Values, arrays and memory. */
@SuppressWarnings({"try"}) // what is seen is how each call ends
enum ValueScenario implements Scenario {
    A_VALUE_IS_CHANGED_UNDER_ITS_OWN_LOCK {
        @Override
        public void play(StartMethod method) throws Exception {
            SharedDouble sum = Shared.anonymous().doubleValue();
            SharedReentrantLock lock = sum.lock();
            List<ChildProcess<Integer>> children = new ArrayList<>();
            for (int i = 0; i < CHILDREN; i++) {
                children.add(start(method, () -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        try (Held outer = lock.hold();
                                Held inner = lock.hold()) {
                            sum.set(sum.get() + 1);
                        }
                    }
                    return 0;
                }));
            }
            joinAll(children);
            expect((double) CHILDREN * ROUNDS, sum.get());
        }
    },
    VALUES_AND_ARRAYS_OF_ALL_KINDS_ARE_SHARED {
        @Override
        public void play(StartMethod method) throws Exception {
            SharedLong large = Shared.anonymous().longValue();
            SharedInt small = Shared.anonymous().intValue();
            SharedDouble fraction = Shared.anonymous().doubleValue();
            SharedBoolean flag = Shared.anonymous().booleanValue();
            SharedLongArray longs = Shared.anonymous().longArray(2);
            SharedIntArray ints = Shared.anonymous().intArray(2);
            SharedDoubleArray doubles = Shared.anonymous().doubleArray(2);
            joinAll(List.of(start(method, () -> {
                large.set(Long.MIN_VALUE);
                small.accumulateAndGet(-3, Math::min);
                fraction.addAndGet(0.5);
                flag.set(true);
                longs.bytes().writeLong(Long.BYTES, 1);
                ints.accumulateAndGet(1, 7, Integer::sum);
                doubles.buffer().putDouble(Double.BYTES, 1.5);
                return 0;
            })));
            expect(Long.MIN_VALUE, large.get());
            expect(-3, small.get());
            expect(0.5, fraction.get());
            expect(true, flag.get());
            expect(1L, longs.stream().sum());
            expect(7, ints.stream().sum());
            expect(1.5, doubles.stream().sum());
        }
    },
    WHAT_HAS_A_NAME_IS_FOUND_BY_IT {
        @Override
        public void play(StartMethod method) throws Exception {
            String name = "scenario-" + ProcessHandle.current().pid();
            try (SharedMemory memory = Shared.named(name).memory(2)) {
                try {
                    joinAll(List.of(start(method, () -> {
                        try (SharedMemory found = Shared.named(name).existing(SharedMemory.class)) {
                            found.put(1, new byte[] {9});
                        }
                        return 0;
                    })));
                } finally {
                    memory.delete();
                }
                byte[] all = new byte[2];
                memory.get(0, all);
                expect(9, (int) all[1]);
            }
        }
    },
    AN_ARRAY_IS_FILLED_BY_CHILDREN {
        @Override
        public void play(StartMethod method) throws Exception {
            SharedLongArray squares = Shared.anonymous().longArray(CHILDREN * TURNS);
            SharedMemory text = Shared.anonymous().memory(CHILDREN);
            List<ChildProcess<Integer>> children = new ArrayList<>();
            for (int i = 0; i < CHILDREN; i++) {
                int part = i;
                children.add(start(method, () -> {
                    for (int at = part * TURNS; at < (part + 1) * TURNS; at++) {
                        squares.set(at, (long) at * at);
                    }
                    text.put(part, new byte[] {(byte) ('a' + part)});
                    return 0;
                }));
            }
            joinAll(children);
            for (int at = 0; at < CHILDREN * TURNS; at++) {
                expect((long) at * at, squares.get(at));
            }
            byte[] letters = new byte[CHILDREN];
            text.get(0, letters);
            expect("abc", new String(letters, java.nio.charset.StandardCharsets.US_ASCII));
        }
    };

    private static final int ROUNDS = 3_000;
    private static final int TURNS = 200;
}
