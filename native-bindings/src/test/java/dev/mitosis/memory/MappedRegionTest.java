package dev.mitosis.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.PlainFork;
import dev.mitosis.testing.Unwedged;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappedRegionTest {
    /** No multiple of a page, so that the mapping's last page is longer than the region. */
    private static final int LENGTH = 10_001;

    private final MappedRegion region = MappedRegion.anonymous(LENGTH);

    @AfterEach
    void close() {
        region.close();
    }

    @Test
    void newMemoryIsZeros() {
        byte[] all = new byte[LENGTH];
        region.get(0, all);
        assertArrayEquals(new byte[LENGTH], all);
        assertEquals(LENGTH, region.length());
    }

    @Test
    void whatIsPutIsThereUpToTheLastByte() {
        region.putInt(1, Integer.MIN_VALUE);
        region.putLong(LENGTH - 8, 0x0102030405060708L);
        region.put(100, new byte[] {9, 8, 7});
        byte[] read = new byte[5];
        region.get(99, read);
        assertEquals(Integer.MIN_VALUE, region.getInt(1));
        assertEquals(0x0102030405060708L, region.getLong(LENGTH - 8));
        assertArrayEquals(new byte[] {0, 9, 8, 7, 0}, read);
    }

    @Test
    void copyingNothingAtTheEndIsAllowed() {
        region.put(LENGTH, new byte[0]);
        region.get(LENGTH, new byte[0]);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                -1,
                -4,
                LENGTH - 3,
                LENGTH,
                LENGTH + 1,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE + 1L,
                1L << 32,
                Long.MAX_VALUE - 3,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
            })
    void anOffsetOutsideIsRefusedEachWay(long offset) {
        for (Executable access : accesses(region, offset).toList()) {
            assertThrows(IndexOutOfBoundsException.class, access);
        }
    }

    @Test
    void aValueThatEndsOneByteTooFarIsRefused() {
        assertThrows(IndexOutOfBoundsException.class, () -> region.getInt(LENGTH - 3));
        assertThrows(IndexOutOfBoundsException.class, () -> region.putInt(LENGTH - 3, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> region.getLong(LENGTH - 7));
        assertThrows(IndexOutOfBoundsException.class, () -> region.putLong(LENGTH - 7, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> region.get(1, new byte[LENGTH]));
        assertThrows(IndexOutOfBoundsException.class, () -> region.put(1, new byte[LENGTH]));
        assertEquals(0, region.getLong(LENGTH - 8));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aRegionOfNothingIsRefused(long length) {
        String message = assertThrows(IllegalArgumentException.class, () -> MappedRegion.anonymous(length))
                .getMessage();
        assertTrue(message.endsWith("length=" + length), message);
    }

    @Test
    void closingTwiceIsHarmless() {
        assertFalse(region.isClosed());
        region.close();
        region.close();
        assertTrue(region.isClosed());
        assertEquals(LENGTH, region.length());
    }

    @ParameterizedTest
    @MethodSource("everyUse")
    void usingAClosedRegionIsRefused(Use use) {
        region.close();
        String message =
                assertThrows(IllegalStateException.class, () -> use.of(region)).getMessage();
        assertTrue(message.endsWith("length=" + LENGTH), message);
    }

    @Test
    void aForkedChildSharesAnonymousMemoryBothWays() throws Exception {
        region.putInt(0, 20);
        ExitStatus status = Unwedged.fork(() -> PlainFork.start(
                        () -> {
                            region.putInt(4, 22);
                            return region.getInt(0);
                        },
                        Unwedged.LIMIT)
                .join());
        assertEquals(ExitStatus.exited(20), status);
        assertEquals(22, region.getInt(4));
    }

    private interface Use {
        void of(MappedRegion region);
    }

    static List<Use> everyUse() {
        return List.of(
                MappedRegion::address,
                MappedRegion::force,
                r -> r.getInt(0),
                r -> r.putInt(0, 1),
                r -> r.getLong(0),
                r -> r.putLong(0, 1),
                r -> r.get(0, new byte[1]),
                r -> r.put(0, new byte[1]));
    }

    private static Stream<Executable> accesses(MappedRegion region, long offset) {
        return Stream.of(
                () -> region.getInt(offset),
                () -> region.putInt(offset, 1),
                () -> region.getLong(offset),
                () -> region.putLong(offset, 1),
                () -> region.get(offset, new byte[4]),
                () -> region.put(offset, new byte[4]));
    }
}
