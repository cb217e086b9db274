package dev.mitosis.shared;

import java.util.function.Supplier;

/** What children do until they are killed at a point. */
enum KillPointScenario {
    LOCK(LocksAtKillPoints.Plain::new),
    HEIR_OF_A_LOCK(LocksAtKillPoints.Heir::new),
    RETURNED_PERMITS(PermitsAtKillPoints.Returned::new),
    REPORTED_PERMITS(PermitsAtKillPoints.Reported::new),
    EVENT(WaitsAtKillPoints.Event::new),
    CONDITION(WaitsAtKillPoints.Condition::new),
    SIGNAL_TO_ALL(WaitsAtKillPoints.SignalToAll::new),
    BARRIER(WaitsAtKillPoints.Barrier::new);

    private final Supplier<KillPointRound> rounds;

    KillPointScenario(Supplier<KillPointRound> rounds) {
        this.rounds = rounds;
    }

    KillPointRound round() {
        return rounds.get();
    }
}
