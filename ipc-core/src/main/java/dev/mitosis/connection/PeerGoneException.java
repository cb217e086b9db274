package dev.mitosis.connection;

import java.io.IOException;

/** Nobody will receive what was to be sent: the other end was closed, or its process has ended. */
public final class PeerGoneException extends IOException {
    private static final long serialVersionUID = 1;

    PeerGoneException(String message, Throwable cause) {
        super(message, cause);
    }
}
