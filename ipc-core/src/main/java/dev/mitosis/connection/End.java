package dev.mitosis.connection;

import dev.mitosis.fork.ForkHooks;
import dev.mitosis.process.ProcessIdentity;
import java.io.InvalidObjectException;

/**
 * Whose an end of a pipe is. Nobody's at first; then, for good, the process's that takes the places at its lines: to receive by, and
 * to send by. Thread-safe.
 */
final class End {
    private final Line in;
    private final Line out;
    private final ForkHooks.Registration inheritance;
    private volatile Incoming incoming;
    private volatile Outgoing outgoing;
    private boolean isUsed;
    private boolean isClosed;

    /**
     * @param in null when it only sends
     * @param out null when it only receives
     */
    End(Line in, Line out) {
        this.in = in;
        this.out = out;
        this.inheritance = ForkHooks.whenInherited(this, End::disown);
    }

    /** What it receives by. From now on, this process has it. */
    Incoming incoming() {
        Incoming known = incoming;
        if (known != null) {
            return known;
        }
        if (in == null) {
            throw new IllegalStateException("this end of the pipe only sends");
        }
        use();
        return incoming;
    }

    /** The same, for what it sends by. */
    Outgoing outgoing() {
        Outgoing known = outgoing;
        if (known != null) {
            return known;
        }
        if (out == null) {
            throw new IllegalStateException("this end of the pipe only receives");
        }
        use();
        return outgoing;
    }

    /** Makes this process the one that has this end. */
    synchronized void use() {
        if (isClosed) {
            throw new IllegalStateException("the connection is closed");
        }
        if (!isUsed) {
            takeHalves();
            isUsed = true;
        }
    }

    /** First the one to receive by, in every process: who gets that gets the other, too. */
    private void takeHalves() {
        if (in != null) {
            incoming = new Incoming(in.consumer(), this::shutDown);
        }
        try {
            if (out != null) {
                outgoing = new Outgoing(out, out.producer(), this::shutDown);
            }
        } catch (RuntimeException refused) {
            if (incoming != null) {
                incoming.close();
                incoming = null;
            }
            throw refused;
        }
    }

    /** What another process can make it its own by. */
    synchronized Handle handle() throws InvalidObjectException {
        if (isClosed || isUsed) {
            throw new InvalidObjectException(
                    isClosed ? "the connection is closed" : "this process uses the connection, and has it for good");
        }
        return new Handle(in == null ? "" : in.handle(), out == null ? "" : out.handle());
    }

    /** In a forked child: what its parent uses is not the child's. */
    private synchronized void disown() {
        isUsed = false;
        incoming = null;
        outgoing = null;
    }

    /** See {@link Connection#close()}. */
    synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        inheritance.close();
        if (isUsed) {
            closeHalves();
            releaseLines();
        } else if (isMadeHere()) {
            Heirs.leave(this::isHeldBy, this::isPeerHeldBy, this::closeUnlessTaken);
        } else {
            releaseLines();
        }
    }

    private boolean isMadeHere() {
        return in == null ? out.isMadeHere() : in.isMadeHere();
    }

    private boolean isHeldBy(ProcessIdentity process) {
        return (in != null && in.isReceivedBy(process)) || (out != null && out.isSentBy(process));
    }

    private boolean isPeerHeldBy(ProcessIdentity process) {
        return (in != null && in.isSentBy(process)) || (out != null && out.isReceivedBy(process));
    }

    /** Nobody is left who could use this end, unless somebody does so already. */
    private synchronized void closeUnlessTaken() {
        try {
            takeHalves();
            closeHalves();
        } catch (RuntimeException isAnothers) {
            // Then it is closed or dies there. Nothing else is to be said of what nobody uses, and the sentinel must go
            // on.
        } finally {
            releaseLines();
        }
    }

    private void closeHalves() {
        if (outgoing != null) {
            outgoing.close();
        }
        if (incoming != null) {
            incoming.close();
        }
        outgoing = null;
        incoming = null;
        shutDown();
    }

    /** From now on the other end is told so, and this one, when it asks. */
    private void shutDown() {
        if (in != null) {
            in.shutDown();
        }
        if (out != null) {
            out.shutDown();
        }
    }

    private void releaseLines() {
        if (in != null) {
            in.release();
        }
        if (out != null) {
            out.release();
        }
    }
}
