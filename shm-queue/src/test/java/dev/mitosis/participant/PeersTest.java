package dev.mitosis.participant;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.testing.Until;
import dev.mitosis.testing.Zombie;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeersTest {
    private static final int OTHER = 0;
    private static final int OWN = 1;

    private MappedRegion region;
    private ParticipantTable table;
    private Peers peers;
    private Zombie process;

    @BeforeEach
    void open() {
        region = MappedRegion.anonymous(4096);
        table = new ParticipantTable(region, 0, 2);
        peers = new Peers(table, OTHER, 1, () -> 1, "producer", new Doorbell(table, OWN, false), Burial.NONE);
        process = Zombie.alive();
    }

    @AfterEach
    void close() {
        process.close();
        peers.close();
        region.close();
    }

    @Test
    void nobodyCannotDie() {
        assertFalse(peers.hasChanged());
        peers.throwIfNoneLeft(() -> false);
        assertFalse(peers.hasChanged());
    }

    @Test
    void itsComingAndGoingAreChanges() {
        assertTrue(table.claim(OTHER, process.identity()));
        assertTrue(peers.hasChanged());
        peers.throwIfNoneLeft(() -> false);
        assertFalse(peers.hasChanged());
        table.release(OTHER, process.identity());
        assertTrue(peers.hasChanged());
        peers.throwIfNoneLeft(() -> false);
        assertFalse(peers.hasChanged());
    }

    @Test
    void itsDeathIsSaidOnceAndFreesItsPlace() {
        assertTrue(table.claim(OTHER, process.identity()));
        peers.throwIfNoneLeft(() -> false);
        process.kill();
        Until.holds("the death is known", peers::hasChanged);
        assertDoesNotThrow(() -> peers.throwIfNoneLeft(() -> true), "what is waited for came before");
        PeerDiedException death = assertThrows(PeerDiedException.class, () -> peers.throwIfNoneLeft(() -> false));
        assertEquals(process.identity().pid(), death.pid());
        assertTrue(table.holder(OTHER).isEmpty());
        peers.throwIfNoneLeft(() -> false);
        assertFalse(peers.hasChanged());
    }

    @Test
    void whoLeftBeforeItDiedIsNotMissed() {
        assertTrue(table.claim(OTHER, process.identity()));
        peers.throwIfNoneLeft(() -> false);
        table.release(OTHER, process.identity());
        process.kill();
        peers.throwIfNoneLeft(() -> false);
        assertFalse(peers.hasChanged());
    }

    @Test
    void aSuccessorThatCameBeforeTheDeathWasHeardOfIsWhoIsWaitedForNow() {
        assertTrue(table.claim(OTHER, process.identity()));
        peers.throwIfNoneLeft(() -> false);
        process.kill();
        Until.holds("the death is known", peers::hasChanged);
        assertTrue(table.claim(OTHER, ProcessIdentity.current()));
        peers.throwIfNoneLeft(() -> false);
        assertFalse(peers.hasChanged());
        assertEquals(ProcessIdentity.current(), table.holder(OTHER).orElseThrow());
    }

    @Test
    void onceClosedItWatchesNobody() {
        Until.holds("no earlier test's sentinel is left", () -> !isSentinelThere());
        peers.close();
        assertTrue(table.claim(OTHER, process.identity()));
        peers.throwIfNoneLeft(() -> false);
        assertFalse(isSentinelThere(), "a wait that another thread ends begins no watch that nobody would close");
    }

    private static boolean isSentinelThere() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("mitosis-sentinel"));
    }
}
