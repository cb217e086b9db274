package dev.mitosis.participant;

import dev.mitosis.process.ProcessIdentity;
import java.io.Serial;

/**
 * The process that this one was waiting for has died. What it had published is there; what it had not is gone. The wait
 * may be repeated: it then waits for whoever takes the dead one's place.
 */
public final class PeerDiedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int pid;

    public PeerDiedException(String role, ProcessIdentity peer) {
        super("the " + role + " died while this process waited for it, pid=" + peer.pid());
        this.pid = peer.pid();
    }

    /** The number that the dead process had. */
    public int pid() {
        return pid;
    }
}
