package dev.mitosis.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.testing.Background;
import dev.mitosis.testing.Until;
import dev.mitosis.testing.Zombie;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ParticipantTableTest {
    private static final long BURIER = 256 + ParticipantTable.BURIER_OFFSET;
    private static final ProcessIdentity SELF = ProcessIdentity.current();

    private MappedRegion region;
    private ParticipantTable table;

    @BeforeEach
    void open() {
        region = MappedRegion.anonymous(4096);
        table = new ParticipantTable(region, 256, 3);
    }

    @AfterEach
    void close() {
        region.close();
    }

    @Test
    void anEntryIsTakenOnceAndFreeAfterItsRelease() {
        assertEquals(Optional.empty(), table.holder(1));
        assertTrue(table.claim(1, SELF));
        assertEquals(Optional.of(SELF), table.holder(1));
        assertFalse(table.claim(1, SELF));
        assertTrue(table.claim(2, SELF));
        table.release(1, SELF);
        assertEquals(Optional.empty(), table.holder(1));
        assertEquals(Optional.of(SELF), table.holder(2));
        assertTrue(table.claim(1, SELF));
    }

    @Test
    void onlyItsHolderIsReleased() {
        assertTrue(table.claim(0, SELF));
        table.release(0, new ProcessIdentity(SELF.pid(), SELF.startTime() + 1));
        assertEquals(Optional.of(SELF), table.holder(0));
    }

    @Test
    void theDeadLoseTheirEntryAndTheLivingDoNot() {
        try (Zombie other = Zombie.alive()) {
            assertTrue(table.claim(0, other.identity()));
            assertFalse(table.claim(0, SELF));
            other.kill();
            assertEquals(Optional.of(other.identity()), table.holder(0));
            assertTrue(table.claim(0, SELF));
        }
    }

    @Test
    void whoBuriesTheHolderIsWaitedFor() throws Exception {
        try (Zombie other = Zombie.alive()) {
            assertTrue(table.claim(0, other.identity()));
            other.kill();
            AtomicReference<Background<Boolean>> claiming = new AtomicReference<>();
            table.bury(0, other.identity(), entry -> {
                claiming.set(Background.start(() -> table.claim(entry, SELF)));
                Until.holds("it waits", () -> claiming.get().thread().getState() == Thread.State.TIMED_WAITING);
            });
            assertTrue(claiming.get().result());
            assertEquals(0, region.getLong(BURIER));
            table.bury(0, other.identity(), entry -> fail("it is buried already"));
            assertEquals(0, region.getLong(BURIER), "who has the place would be taken for its burier");
        }
    }

    /** Else one who claims the entry could meet its burier before it says that it is one. */
    @Test
    void whoWantsToBuryTooComesAfterTheOther() throws Exception {
        try (Zombie dead = Zombie.alive();
                Zombie other = Zombie.alive()) {
            assertTrue(table.claim(0, dead.identity()));
            dead.kill();
            region.putLong(BURIER, other.identity().toWord());
            AtomicInteger buried = new AtomicInteger();
            Background<Boolean> burying = Background.start(() -> {
                table.bury(0, dead.identity(), entry -> buried.incrementAndGet());
                return true;
            });
            Until.holds("it waits", () -> burying.thread().getState() == Thread.State.TIMED_WAITING);
            assertEquals(other.identity().toWord(), region.getLong(BURIER));
            assertEquals(Optional.of(dead.identity()), table.holder(0));
            other.kill(); // before it has done anything
            assertTrue(burying.result());
            assertEquals(1, buried.get());
            assertEquals(Optional.empty(), table.holder(0));
            assertEquals(0, region.getLong(BURIER));
        }
    }

    @Test
    void aClaimFindsThePlaceOfADeadOneThatTwoBuryAtOnce() throws Exception {
        try (Zombie dead = Zombie.alive();
                Zombie other = Zombie.alive()) {
            dead.kill();
            for (int death = 0; death < 1_000; death++) {
                region.putLong(256, dead.identity().toWord());
                List<Background<Boolean>> burying = List.of(burying(dead.identity()), burying(dead.identity()));
                assertTrue(table.claim(0, other.identity()), "after death " + death);
                for (Background<Boolean> one : burying) {
                    assertTrue(one.result());
                }
                table.release(0, other.identity());
            }
        }
    }

    /** By a table of its own, as another process has. */
    private Background<Boolean> burying(ProcessIdentity dead) {
        ParticipantTable others = new ParticipantTable(region, 256, 3);
        return Background.start(() -> {
            others.bury(0, dead, entry -> Thread.yield());
            return true;
        });
    }

    @Test
    void aBurialThatFailedIsDoneOver() {
        try (Zombie other = Zombie.alive()) {
            assertTrue(table.claim(0, other.identity()));
            other.kill();
            Burial failing = entry -> {
                throw new IllegalStateException("there is no memory for it");
            };
            assertThrows(IllegalStateException.class, () -> table.bury(0, other.identity(), failing));
            assertEquals(Optional.of(other.identity()), table.holder(0));
            List<Integer> buried = new ArrayList<>();
            table.bury(0, other.identity(), buried::add);
            assertEquals(List.of(0), buried);
            assertTrue(table.isFree(0));
        }
    }

    @Test
    void aWordThatNamesNoProcessIsNobody() {
        region.putLong(256, 12345);
        assertEquals(Optional.empty(), table.holder(0));
        assertTrue(table.claim(0, SELF));
    }

    @Test
    void entriesAreInsideTheTableAndTheTableInsideTheRegion() {
        assertThrows(IndexOutOfBoundsException.class, () -> table.holder(3));
        assertThrows(IndexOutOfBoundsException.class, () -> table.claim(-1, SELF));
        assertThrows(IndexOutOfBoundsException.class, () -> new ParticipantTable(region, 4096 - 128, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> new ParticipantTable(region, -8, 1));
    }
}
