package dev.mitosis.queue;

import dev.mitosis.participant.Doorbell;
import dev.mitosis.process.ProcessIdentity;

/**
 * A place in a queue that this process has.
 *
 * @param index among those of its role
 * @param onLeave told when it is given up
 */
record Place(Places places, Role role, int index, ProcessIdentity holder, java.util.function.Consumer<Place> onLeave) {
    /** What wakes this participant. */
    Doorbell bell() {
        return places.bell(role, index);
    }

    /** In the table of participants. */
    int entry() {
        return places.entry(role, index);
    }

    void leave() {
        places.leave(this);
    }
}
