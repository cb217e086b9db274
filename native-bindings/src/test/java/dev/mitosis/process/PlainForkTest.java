package dev.mitosis.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.testing.Unwedged;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainForkTest {
    private static final Duration GRANDCHILDS_LIMIT = Duration.ofSeconds(1);
    private static final int GRANDCHILD_WEDGED = 99;

    @Test
    void theChildSeesTheParentsMemoryAndKeepsItsOwnChanges() throws Exception {
        int[] cell = {40};
        ExitStatus status = Unwedged.fork(
                () -> PlainFork.start(() -> cell[0] += 2, Unwedged.LIMIT).join());
        assertEquals(ExitStatus.exited(42), status);
        assertEquals(40, cell[0]);
    }

    @Test
    void aChildMayForkAndReap() throws Exception {
        ExitStatus status = Unwedged.fork(() -> {
            ExitStatus ended =
                    PlainFork.start(PlainForkTest::forkAndReap, Unwedged.LIMIT).join();
            if (ended.equals(ExitStatus.exited(GRANDCHILD_WEDGED))) {
                throw new WedgedChildException(0, GRANDCHILDS_LIMIT);
            }
            return ended;
        });
        assertEquals(ExitStatus.exited(21), status);
    }

    private static int forkAndReap() {
        try {
            ForkedChild grandchild = PlainFork.start(() -> 20, GRANDCHILDS_LIMIT);
            return grandchild.join().code().orElse(0) + 1;
        } catch (WedgedChildException itIsToldByTheCode) {
            return GRANDCHILD_WEDGED;
        }
    }

    @Test
    void joiningAgainGivesTheSameAnswer() throws Exception {
        ForkedChild child = Unwedged.fork(() -> {
            ForkedChild forked = PlainFork.start(() -> 9, Unwedged.LIMIT);
            forked.join();
            return forked;
        });
        assertEquals(ExitStatus.exited(9), child.join());
    }

    @Test
    void manyChildrenLiveAtOnceAndEachIsReapedForItself() throws Exception {
        try (MappedRegion region = MappedRegion.anonymous(8 * Integer.BYTES)) {
            ForkedChild[] children = new ForkedChild[8];
            for (int i = 0; i < children.length; i++) {
                int number = i;
                children[i] = PlainFork.start(
                        () -> {
                            region.putInt((long) number * Integer.BYTES, Processes.getpid());
                            return number;
                        },
                        Unwedged.LIMIT);
            }
            for (int i = children.length - 1; i >= 0; i--) {
                try {
                    assertEquals(ExitStatus.exited(i), children[i].join());
                    assertEquals(children[i].pid(), region.getInt((long) i * Integer.BYTES));
                } catch (WedgedChildException alsoReaped) {
                    assertTrue(ProcessIdentity.of(children[i].pid()).isEmpty());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.000999999S", "PT24H0.001S", "PT2562047788015215H30M7.999999999S"})
    void aLifeIsFromAMillisecondToADay(Duration limit) {
        String message = assertThrows(IllegalArgumentException.class, () -> PlainFork.start(() -> 0, limit))
                .getMessage();
        assertTrue(message.endsWith("limit=" + limit), message);
    }

    @Test
    void theLongestLifeIsADay() {
        ForkedChild child = PlainFork.start(() -> 0, Duration.ofDays(1));
        child.kill();
        child.join();
        assertTrue(ProcessIdentity.of(child.pid()).isEmpty());
    }
}
