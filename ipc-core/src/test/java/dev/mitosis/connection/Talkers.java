package dev.mitosis.connection;

import dev.mitosis.ipc.Body;
import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import java.io.EOFException;
import java.time.Duration;

/** Children of one start method, for what is played with them. */
final class Talkers {
    static final Duration LONG = Duration.ofSeconds(60);
    static final byte[] LARGE = new byte[3_000_000];

    static {
        for (int i = 0; i < LARGE.length; i++) {
            LARGE[i] = (byte) (i * 31);
        }
    }

    private final StartMethod method;

    Talkers(StartMethod method) {
        this.method = method;
    }

    <T> ChildProcess<T> start(Body<T> body) {
        return ChildProcess.builder().method(method).start(body);
    }

    ChildProcess<Void> startLingering(Connection its, Object message) {
        return start(() -> {
            its.send(message);
            linger();
            return null;
        });
    }

    static void linger() throws InterruptedException {
        while (true) {
            Thread.sleep(1_000);
        }
    }

    static void checkEnd(Connection connection) throws Exception {
        check(connection.poll(LONG), "no end of file within " + LONG);
        try {
            check(false, "no end of file, received=" + connection.receive());
        } catch (EOFException end) {
            // As it should be.
        }
    }

    static void check(boolean isRight, String what) {
        if (!isRight) {
            throw new AssertionError(what);
        }
    }
}
