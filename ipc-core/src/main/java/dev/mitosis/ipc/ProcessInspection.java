package dev.mitosis.ipc;

import dev.mitosis.process.ProcessIdentity;
import java.util.List;

/**
 * A child process of any of this user's processes, as seen from outside, without disturbing it.
 *
 * @param process itself
 * @param parent who started it
 * @param method how
 * @param name as its parent named it; cut to some forty letters
 */
public record ProcessInspection(ProcessIdentity process, ProcessIdentity parent, StartMethod method, String name) {
    /**
     * All that are alive now, and whose parents are: of each parent, the first thousand. In no particular order.
     */
    public static List<ProcessInspection> all() {
        return FamilyRoll.readAll();
    }
}
