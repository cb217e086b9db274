package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.Seeded;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordWordTest {
    private static final int LONGEST = (1 << 29) - 16;
    private static final long LARGEST_CAPACITY = QueueHeader.LARGEST_CAPACITY;
    /** Positions that differ by this have the same tag. */
    private static final long TAG_PERIOD = 1L << 35;

    @Test
    void theExampleOfTheDocumentationIsRight() {
        assertEquals(0x0000_0003_8000_0010L, RecordWord.word(24, 16));
        assertTrue(RecordWord.isReady(0x0000_0003_8000_0010L, 24));
        assertEquals(16, RecordWord.length(0x0000_0003_8000_0010L));
    }

    @Test
    void aRecordTakesItsWordAndTheMessageInWholeWords() {
        assertEquals(8, RecordWord.size(0));
        assertEquals(16, RecordWord.size(1));
        assertEquals(16, RecordWord.size(8));
        assertEquals(24, RecordWord.size(9));
        assertEquals(LONGEST + 8, RecordWord.size(LONGEST));
    }

    @Test
    void whatIsPackedIsUnpacked() {
        Random random = Seeded.random("RecordWordTest");
        for (int i = 0; i < 10_000; i++) {
            long position = random.nextLong() & Long.MAX_VALUE & -8;
            int length = random.nextInt(LONGEST + 1);
            long word = RecordWord.word(position, length);
            assertTrue(RecordWord.isReady(word, position));
            assertFalse(RecordWord.isFiller(word));
            assertEquals(length, RecordWord.length(word));
            assertNotEquals(RecordWord.NOT_READY, word);
        }
    }

    @Test
    void aFillerIsLongerThanAnyMessage() {
        for (long size = 8; size < LARGEST_CAPACITY / 2; size = size * 3 / 8 * 8 + 8) {
            long word = RecordWord.fillerWord(4096, size);
            assertTrue(RecordWord.isReady(word, 4096));
            assertTrue(RecordWord.isFiller(word));
            assertEquals(size, RecordWord.fillerSize(word));
            assertTrue(RecordWord.length(word) > LONGEST);
        }
    }

    @Test
    void zeroIsReadyNowhere() {
        for (long position = 0; position < 1 << 20; position += 8) {
            assertFalse(RecordWord.isReady(RecordWord.NOT_READY, position));
        }
        assertFalse(RecordWord.isReady(RecordWord.NOT_READY, TAG_PERIOD));
    }

    @Test
    void noWordIsZeroEvenWherePositionsWrapTheirTag() {
        assertNotEquals(0, RecordWord.word(0, 0));
        assertNotEquals(0, RecordWord.word(TAG_PERIOD, 0));
        assertNotEquals(0, RecordWord.fillerWord(0, 8));
        assertNotEquals(0, RecordWord.fillerWord(TAG_PERIOD, 8));
    }

    @Test
    void aWordOfAnotherLapIsNotReady() {
        for (long capacity = QueueHeader.SMALLEST_CAPACITY; capacity <= LARGEST_CAPACITY; capacity *= 2) {
            for (long lap = 1; lap * capacity < TAG_PERIOD && lap < 40; lap++) {
                assertFalse(RecordWord.isReady(RecordWord.word(24, 16), 24 + lap * capacity));
            }
        }
    }

    @Test
    void aWordOfANeighbourIsNotReady() {
        assertFalse(RecordWord.isReady(RecordWord.word(24, 16), 16));
        assertFalse(RecordWord.isReady(RecordWord.word(24, 16), 32));
    }
}
