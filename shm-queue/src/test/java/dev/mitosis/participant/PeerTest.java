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

class PeerTest {
    private static final int OTHER = 0;
    private static final int OWN = 1;

    private MappedRegion region;
    private ParticipantTable table;
    private Peer peer;
    private Zombie process;

    @BeforeEach
    void open() {
        region = MappedRegion.anonymous(4096);
        table = new ParticipantTable(region, 0, 2);
        peer = new Peer(table, OTHER, "producer", new Doorbell(table, OWN, false));
        process = Zombie.alive();
    }

    @AfterEach
    void close() {
        process.close();
        peer.close();
        region.close();
    }

    @Test
    void nobodyCannotDie() {
        assertFalse(peer.hasChanged());
        peer.throwIfDead(() -> false);
        assertFalse(peer.hasChanged());
    }

    @Test
    void itsComingAndGoingAreChanges() {
        assertTrue(table.claim(OTHER, process.identity()));
        assertTrue(peer.hasChanged());
        peer.throwIfDead(() -> false);
        assertFalse(peer.hasChanged());
        table.release(OTHER, process.identity());
        assertTrue(peer.hasChanged());
        peer.throwIfDead(() -> false);
        assertFalse(peer.hasChanged());
    }

    @Test
    void itsDeathIsSaidOnceAndFreesItsPlace() {
        assertTrue(table.claim(OTHER, process.identity()));
        peer.throwIfDead(() -> false);
        process.kill();
        Until.holds("the death is known", peer::hasChanged);
        assertDoesNotThrow(() -> peer.throwIfDead(() -> true), "what is waited for came before");
        PeerDiedException death = assertThrows(PeerDiedException.class, () -> peer.throwIfDead(() -> false));
        assertEquals(process.identity().pid(), death.pid());
        assertTrue(table.holder(OTHER).isEmpty());
        peer.throwIfDead(() -> false);
        assertFalse(peer.hasChanged());
    }

    @Test
    void whoLeftBeforeItDiedIsNotMissed() {
        assertTrue(table.claim(OTHER, process.identity()));
        peer.throwIfDead(() -> false);
        table.release(OTHER, process.identity());
        process.kill();
        peer.throwIfDead(() -> false);
        assertFalse(peer.hasChanged());
    }

    @Test
    void aSuccessorThatCameBeforeTheDeathWasHeardOfIsWhoIsWaitedForNow() {
        assertTrue(table.claim(OTHER, process.identity()));
        peer.throwIfDead(() -> false);
        process.kill();
        Until.holds("the death is known", peer::hasChanged);
        assertTrue(table.claim(OTHER, ProcessIdentity.current()));
        peer.throwIfDead(() -> false);
        assertFalse(peer.hasChanged());
        assertEquals(ProcessIdentity.current(), table.holder(OTHER).orElseThrow());
    }

    @Test
    void onceClosedItWatchesNobody() {
        peer.close();
        assertTrue(table.claim(OTHER, process.identity()));
        peer.throwIfDead(() -> false);
        assertFalse(
                Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread -> thread.getName().equals("mitosis-sentinel")),
                "a wait that another thread ends begins no watch that nobody would close");
    }
}
