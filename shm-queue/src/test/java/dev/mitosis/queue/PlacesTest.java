package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.mitosis.process.ProcessIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** As many ends as a queue was made for. */
@ParameterizedClass
@EnumSource
class PlacesTest extends QueueContract {
    private final Topology topology;

    PlacesTest(Topology topology) {
        super(topology);
        this.topology = topology;
    }

    @Test
    void whoComesWhenAllPlacesAreTakenIsRefused() {
        try (MessageQueue another = openAgain()) {
            for (int taken = 1; taken < places(Role.PRODUCER); taken++) {
                assertNotNull(another.producer());
            }
            for (int taken = 1; taken < places(Role.CONSUMER); taken++) {
                assertNotNull(another.consumer());
            }
            for (MessageQueue view : new MessageQueue[] {queue, another}) {
                assertRefused(IllegalStateException.class, whyNot(Role.PRODUCER), view::producer);
                assertRefused(IllegalStateException.class, whyNot(Role.CONSUMER), view::consumer);
            }
        }
        assertEquals(topology, queue.topology());
        offer("its places are free again, and the first ones still work");
        assertNotNull(consumer.poll());
    }

    /** The one who has the only place is named. */
    private String whyNot(Role role) {
        return places(role) == 1 ? role + "=" + ProcessIdentity.current() : role + "s=" + places(role);
    }
}
