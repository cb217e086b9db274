package dev.mitosis.participant;

import dev.mitosis.process.ProcessIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * The participants that one waits for: watched from the first wait on, so that an end that never waits pays nothing. Used by
 * the waiting thread; {@link #close()} is thread-safe.
 */
public final class Peers {
    /** Nobody, ever. */
    public static final Peers NONE = new Peers(null, 0, 0, () -> 0, "", null, Burial.NONE);

    private final ParticipantTable table;
    private final int first;
    private final IntSupplier used;
    private final String role;
    private final Burial burial;
    private final List<Peer> peers = new ArrayList<>();
    private ProcessIdentity lastDead;

    /**
     * @param first the first one's entry; the others' follow
     * @param used how many of the entries have ever been used
     * @param role what messages call each
     * @param ownBell wakes the waiting thread when one dies
     */
    public Peers(
            ParticipantTable table,
            int first,
            int count,
            IntSupplier used,
            String role,
            Doorbell ownBell,
            Burial burial) {
        this.table = table;
        this.first = first;
        this.used = used;
        this.role = role;
        this.burial = burial;
        for (int i = 0; i < count; i++) {
            peers.add(new Peer(table, first + i, ownBell));
        }
    }

    /** Whether there is something new about any: one came, went or died since {@link #attend}. */
    public boolean hasChanged() {
        int count = used.getAsInt();
        for (int i = 0; i < count; i++) {
            if (peers.get(i).hasChanged()) {
                return true;
            }
        }
        return false;
    }

    /** Watches who is there, and buries who has died. Then the places of the dead are free. */
    public void attend() {
        int count = used.getAsInt();
        for (int i = 0; i < count; i++) {
            Peer peer = peers.get(i);
            ProcessIdentity dead = peer.died();
            if (dead != null) {
                table.bury(first + i, dead, burial);
                peer.noteRecoveries();
                lastDead = dead;
            }
        }
    }

    /**
     * The same, and says once that the last one has died, when what is waited for did not come before.
     *
     * @throws PeerDiedException that
     */
    public void throwIfNoneLeft(BooleanSupplier ready) {
        ProcessIdentity dead = haveAllDied() ? lastDead : null;
        if (dead != null && !ready.getAsBoolean() && isNobodyThere()) {
            lastDead = null;
            throw new PeerDiedException(role, dead);
        }
    }

    /** Attends, and says whether that is so: the last one has died, and it was not said yet. */
    public boolean haveAllDied() {
        attend();
        return lastDead != null && isNobodyThere();
    }

    private boolean isNobodyThere() {
        int count = used.getAsInt();
        for (int i = 0; i < count; i++) {
            if (!table.isFree(first + i)) {
                return false;
            }
        }
        return true;
    }

    /** Stops watching, for good. */
    public void close() {
        peers.forEach(Peer::close);
    }
}
