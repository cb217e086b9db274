package dev.mitosis.ipc;

import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.ForkedChild;

/** A child made by fork(2). */
final class ForkedProcess extends ChildProcess {
    private final ForkedChild child;

    ForkedProcess(ForkedChild child) {
        this.child = child;
    }

    @Override
    public long pid() {
        return child.pid();
    }

    @Override
    public ExitStatus join() {
        return child.join();
    }

    @Override
    public void kill() {
        child.kill();
    }
}
