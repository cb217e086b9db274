package dev.mitosis.demo.bench;

import dev.mitosis.demo.bench.process.Role;
import java.util.List;

/**
 * One contender doing one thing, in one process or more.
 *
 * @param contender who
 * @param params what, in the words of the workload
 * @param command the program of each process; the harness adds the arguments that all programs take
 * @param variant what the program calls what it is to do
 * @param size of a message in bytes; of the heap, where there are no messages
 * @param roles of the processes, the one that measures first
 * @param cpus which CPU each role's process is confined to, in the order of the roles; none: any
 */
record Case(
        String contender,
        String params,
        List<String> command,
        String variant,
        int size,
        List<Role> roles,
        List<Integer> cpus) {
    static final List<Role> ONE_WAY = List.of(Role.CONSUMER, Role.PRODUCER);
    static final List<Role> TWO_TO_ONE = List.of(Role.CONSUMER, Role.PRODUCER, Role.PRODUCER);
    static final List<Role> ONE_TO_TWO = List.of(Role.CONSUMER, Role.CONSUMER, Role.PRODUCER);
    static final List<Role> TWO_TO_TWO = List.of(Role.CONSUMER, Role.CONSUMER, Role.PRODUCER, Role.PRODUCER);
    static final List<Role> ALONE = List.of(Role.CONSUMER);
    static final List<Role> RIVALS = List.of(Role.CONSUMER, Role.CONSUMER);
    static final List<Role> FORKS = List.of(Role.PARENT);
    static final List<Role> ROUND_TRIP = List.of(Role.PING, Role.PONG);

    @Override
    public String toString() {
        return contender + " " + params;
    }
}
