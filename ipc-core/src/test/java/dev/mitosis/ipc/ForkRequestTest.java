package dev.mitosis.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.process.ProcessIdentity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What a fork server reads is what it was told. */
@EnabledIf("forks")
final class ForkRequestTest {
    private static final int LONG = 100_000;
    private static final int SLOTS = 64;
    private static final Ties TIES = new Ties(4711, true, 7);
    private static final List<Redirection> REDIRECTIONS =
            List.of(new Redirection(1, "/tmp/größer", true), new Redirection(2, "/tmp/err", false));

    private OutcomeSlots slots;
    private BodyWork asked;

    static boolean forks() {
        return ForkServerTest.forks();
    }

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
    void tellsAShortBodyAndHasItsOutcomeInASlot() throws Exception {
        assertComesBack("short", true, true);
    }

    @Test
    void tellsALongBodyByAFileAndHasItsOutcomeInAnother() throws Exception {
        assertComesBack("x".repeat(LONG), false, false);
    }

    @Test
    void findsTheFileForAnOutcomeThatHasNoSlot() throws Exception {
        int taken = 0;
        while (slots.take().isPresent()) {
            taken++;
        }
        assertEquals(SLOTS, taken);
        assertComesBack("short", true, false);
    }

    private void assertComesBack(String answer, boolean isInRequest, boolean isInSlot) throws Exception {
        asked = new BodyWork(() -> answer);
        asked.prepareForFork(slots);
        List<Path> before = outcomes();
        byte[] bytes = new ForkRequest(TIES, REDIRECTIONS, asked).toBytes();
        assertEquals(isInRequest, new String(bytes, StandardCharsets.ISO_8859_1).contains(answer));
        ForkRequest told = ForkRequest.ofBytes(bytes, OutcomeSlots.byHandle(slots.handle()));
        assertEquals(TIES, told.ties());
        assertEquals(REDIRECTIONS, told.redirections());
        assertEquals(0, assertInstanceOf(BodyWork.class, told.work()).run());
        assertEquals(isInSlot, outcomes().equals(before));
        assertEquals(answer, asked.outcome().orElseThrow().get("the body"));
        assertEquals(before, outcomes());
    }

    /** Files of this process's. */
    private static List<Path> outcomes() {
        String own = "." + ProcessIdentity.current() + ".";
        return SharedDirectory.ofThisUser().temporaries(BodyWork.ANSWER).stream()
                .filter(file -> file.toString().contains(own))
                .toList();
    }
}
