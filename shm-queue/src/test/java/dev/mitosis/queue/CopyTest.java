package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mitosis.testing.InSharedMemory;
import dev.mitosis.words.Words;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of every length that has a way of its own, and of many that share one: all of the bytes, and none beside them. */
class CopyTest {
    private static final int LONGEST = 300;
    private static final int BESIDE = 64;
    private static final byte UNTOUCHED = 0x55;

    @TempDir(factory = InSharedMemory.class)
    Path directory;

    private final byte[] source = new byte[LONGEST];

    @Test
    void ofAnArrayAndOfMemory() {
        try (MessageQueue queue = MessageQueue.at(directory.resolve("queue"))
                        .capacity(1 << 16)
                        .open();
                Producer producer = queue.producer()) {
            for (int i = 0; i < LONGEST; i++) {
                source[i] = (byte) (i * 7 + 1);
            }
            Message memory = producer.claim(2 * (LONGEST + 2 * BESIDE));
            int second = LONGEST + 2 * BESIDE;
            for (int length = 0; length <= LONGEST; length++) {
                int count = length;
                assertCopies(memory, 0, count, target -> Words.copy(source, 0, target, count));
                long from = memory.address() + BESIDE;
                assertCopies(memory, second, count, target -> Words.copy(from, target, count));
            }
        }
    }

    private void assertCopies(Message memory, int begin, int count, LongConsumer copy) {
        for (int i = 0; i < LONGEST + 2 * BESIDE; i++) {
            memory.putByte(begin + i, UNTOUCHED);
        }
        copy.accept(memory.address() + begin + BESIDE);
        for (int i = 0; i < LONGEST + 2 * BESIDE; i++) {
            int at = i - BESIDE;
            byte expected = at >= 0 && at < count ? source[at] : UNTOUCHED;
            assertEquals(expected, memory.getByte(begin + i), "count=" + count + ", at=" + at);
        }
    }
}
