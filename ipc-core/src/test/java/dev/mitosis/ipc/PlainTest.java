package dev.mitosis.ipc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.NotSerializableException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PlainTest {
    static Stream<Object> plain() {
        return Stream.of(
                null, "", "text", "\u0000 \uD800 \uDFFF", "x".repeat(20_000), -1, 1L << 40, -0.0, Double.NaN, true);
    }

    static Stream<Object> others() {
        return Stream.of("x".repeat(20_001), 'c', (byte) 1, 1.5f, List.of(1));
    }

    @ParameterizedTest
    @MethodSource("plain")
    void comesBackAsItWas(Object object) throws Exception {
        byte[] bytes = Marshal.toBytes("it", object);
        assertTrue(Plain.isPlain(bytes));
        assertEquals(object, Marshal.fromBytes(bytes));
    }

    @ParameterizedTest
    @MethodSource("others")
    void leavesTheRestToTheJdk(Object object) throws Exception {
        byte[] bytes = Marshal.toBytes("it", object);
        assertFalse(Plain.isPlain(bytes));
        assertEquals(object, Marshal.fromBytes(bytes));
    }

    @Test
    void takesALambdaWithWhatItCaptures() throws Exception {
        String text = "captured";
        long number = 42;
        Body<String> body = () -> text + number;
        byte[] bytes = Marshal.toBytes("a body", body);
        assertTrue(Plain.isPlain(bytes));
        assertEquals("captured42", ((Body<?>) Marshal.fromBytes(bytes)).call());
    }

    @Test
    void takesALambdaThatCapturesALambda() throws Exception {
        Body<Integer> inner = () -> 6;
        Body<Integer> outer = () -> inner.call() * 7;
        byte[] bytes = Marshal.toBytes("a body", outer);
        assertTrue(Plain.isPlain(bytes));
        assertEquals(42, ((Body<?>) Marshal.fromBytes(bytes)).call());
    }

    @Test
    void leavesALambdaThatCapturesMoreToTheJdk() throws Exception {
        List<Integer> numbers = List.of(1, 2);
        Body<Integer> body = numbers::size;
        byte[] bytes = Marshal.toBytes("a body", body);
        assertFalse(Plain.isPlain(bytes));
        assertEquals(2, ((Body<?>) Marshal.fromBytes(bytes)).call());
    }

    @Test
    void refusesWhatHoldsSomethingThatCannotBeSent() {
        Object held = new Object();
        Body<Object> body = () -> held;
        assertThrows(NotSerializableException.class, () -> Marshal.toBytes("a body", body));
    }

    @Test
    void isNotReadWhenItIsCutOff() throws Exception {
        byte[] bytes = Marshal.toBytes("it", "text");
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(IOException.class, () -> Marshal.fromBytes(cut));
        }
    }

    @Test
    void outcomesAreNotReadWhenTheyAreCutOff() throws Exception {
        for (Outcome outcome : List.of(Outcome.returned("text"), Outcome.threw(new IllegalStateException("why")))) {
            byte[] bytes = outcome.toBytes();
            assertArrayEquals(bytes, Outcome.ofBytes(bytes).toBytes());
            for (int length = 0; length < bytes.length; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThrows(IOException.class, () -> Outcome.ofBytes(cut));
            }
        }
    }
}
