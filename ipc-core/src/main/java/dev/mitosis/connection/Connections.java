package dev.mitosis.connection;

import dev.mitosis.queue.Consumer;
import dev.mitosis.queue.Consumers;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Waiting for many connections at once. */
public final class Connections {
    private Connections() {}

    /**
     * Waits until there is something to receive by one of them: a message or its beginning, or the end of file. Sleeps in the kernel
     * meanwhile; with more than 128, it looks a thousand times in a second.
     *
     * @param connections at least one; no other thread receives by them meanwhile
     * @return those for which that is so; none when the time is over
     */
    public static List<Connection> await(Collection<Connection> connections, Duration timeout)
            throws InterruptedException {
        Map<Consumer, Connection> all = new LinkedHashMap<>();
        Set<Connection> ready = new LinkedHashSet<>();
        for (Connection connection : connections) {
            Incoming incoming = connection.incoming();
            all.put(incoming.consumer(), connection);
            if (incoming.hasWhole()) {
                ready.add(connection);
            }
        }
        Consumers.await(all.keySet(), ready.isEmpty() ? timeout : Duration.ZERO)
                .forEach(consumer -> ready.add(all.get(consumer)));
        return List.copyOf(ready);
    }
}
