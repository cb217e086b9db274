package dev.mitosis.queue;

import java.util.function.BooleanSupplier;

/** Makes an end's {@link Waiting} once the end knows what it waits for. */
@FunctionalInterface
interface WaitingFactory {
    Waiting create(BooleanSupplier ready);
}
