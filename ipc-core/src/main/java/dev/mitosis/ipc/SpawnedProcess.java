package dev.mitosis.ipc;

import dev.mitosis.process.ExitStatus;

/** A child made by ProcessBuilder. */
final class SpawnedProcess extends ChildProcess {
    private final Process process;

    SpawnedProcess(Process process) {
        this.process = process;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public ExitStatus join() throws InterruptedException {
        return ExitStatus.ofProcessBuilder(process.waitFor());
    }

    @Override
    public void kill() {
        process.destroyForcibly();
    }
}
