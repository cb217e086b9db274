package dev.mitosis.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a fork server reads is what it was told. */
@EnabledOnOs(OS.LINUX)
final class ForkRequestTest {
    private static final int LONG = 100_000;
    private static final Ties TIES = new Ties(4711, true, 7);
    private static final List<Redirection> REDIRECTIONS =
            List.of(new Redirection(1, "/tmp/größer", true), new Redirection(2, "/tmp/err", false));

    private OutcomeSlots slots;
    private BodyWork asked;

    @BeforeEach
    void take() {
        slots = OutcomeSlots.create();
    }

    @AfterEach
    void leaveNothing() {
        if (asked != null) {
            asked.discard();
        }
    }

    @Test
    void tellsAProgramWithItsWords() throws Exception {
        ProgramWork program = new ProgramWork(BodyProgram.class, List.of("", "größer", "x".repeat(LONG)));
        ForkRequest request = new ForkRequest(TIES, REDIRECTIONS, program);
        assertEquals(request, ForkRequest.ofBytes(request.toBytes(), slots));
    }

    @Test
    void tellsAShortBodyWhole() throws Exception {
        assertComesBack("short", true);
    }

    @Test
    void tellsALongBodyByAFile() throws Exception {
        assertComesBack("x".repeat(LONG), false);
    }

    @Test
    void findsTheFileForAnOutcomeThatHasNoSlot() throws Exception {
        while (slots.take().isPresent()) {
            assertTrue(slots.handle().length() > 0);
        }
        assertComesBack("short", true);
    }

    private void assertComesBack(String answer, boolean isShort) throws Exception {
        asked = new BodyWork(() -> answer);
        asked.prepareForFork(slots);
        byte[] bytes = new ForkRequest(TIES, REDIRECTIONS, asked).toBytes();
        assertEquals(isShort, bytes.length > answer.length());
        ForkRequest told = ForkRequest.ofBytes(bytes, OutcomeSlots.byHandle(slots.handle()));
        assertEquals(TIES, told.ties());
        assertEquals(REDIRECTIONS, told.redirections());
        assertEquals(0, assertInstanceOf(BodyWork.class, told.work()).run());
        assertEquals(answer, asked.outcome().orElseThrow().get("the body"));
    }
}
