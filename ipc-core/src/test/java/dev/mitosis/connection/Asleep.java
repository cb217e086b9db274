package dev.mitosis.connection;

import dev.mitosis.testing.Background;
import java.util.Arrays;

/** Whether a thread of a test waits for a connection. */
final class Asleep {
    private Asleep() {}

    static boolean is(Background<?> background) {
        return background.isDone()
                || Arrays.stream(background.thread().getStackTrace())
                        .anyMatch(frame -> frame.getClassName().startsWith("dev.mitosis.participant.Doorbell")
                                && frame.getMethodName().equals("sleep"));
    }
}
