package dev.mitosis.shared;

/**
 * What a lock's owner has signalled, to be sent when it has given the lock back: who is woken before that runs into the lock, and sleeps
 * once more. If the owner dies meanwhile, they see when they look that something was signalled.
 *
 * @param count how many of the room's sleepers to wake
 * @param earlier what it has signalled before; null when that is all
 */
record Signal(WaitingRoom room, int count, Signal earlier) {
    void send() {
        for (Signal due = this; due != null; due = due.earlier) {
            due.room.wakeInKernel(due.count);
        }
    }
}
