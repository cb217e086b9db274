package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mitosis.process.Processes;
import dev.mitosis.process.Signal;
import dev.mitosis.testing.ChildJvm;
import dev.mitosis.testing.Launcher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A {@link Servant} in a process of its own, as the test speaks to it. */
final class RemoteEnd implements AutoCloseable {
    /** A short life needs no second compiler. */
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

    private final ChildJvm jvm;

    private RemoteEnd(ChildJvm jvm) {
        this.jvm = jvm;
    }

    static RemoteEnd start(String... flags) {
        return start(Launcher.PLAIN, flags);
    }

    static RemoteEnd start(Launcher launcher, String... flags) {
        List<String> all = new ArrayList<>(Arrays.asList(flags));
        all.add(QUICK_START);
        return new RemoteEnd(ChildJvm.start(launcher, Servant.class, all));
    }

    /** One that has the producer's place of this queue. */
    static RemoteEnd producer(Path queue, WaitStrategy strategy, String... flags) {
        return start(flags).open(queue, strategy).does("produce");
    }

    /** One that has the consumer's place of this queue. */
    static RemoteEnd consumer(Path queue, WaitStrategy strategy, String... flags) {
        return start(flags).open(queue, strategy).does("consume");
    }

    RemoteEnd open(Path queue, WaitStrategy strategy) {
        return does("open " + queue + " " + strategy);
    }

    /** Gives a command that has to succeed. */
    RemoteEnd does(String command) {
        assertEquals("ok", ask(command), command);
        return this;
    }

    String ask(String command) {
        tell(command);
        return answer();
    }

    /** Gives a command that may take its time; {@link #answer()} waits for it. */
    void tell(String command) {
        jvm.writeLine(command);
    }

    String answer() {
        return jvm.readLine();
    }

    int pid() {
        return (int) jvm.pid();
    }

    void signal(Signal signal) {
        Processes.kill(pid(), signal);
    }

    /** Kills it by SIGKILL; returns once it is gone. */
    void kill() {
        jvm.kill();
    }

    @Override
    public void close() {
        jvm.close();
    }
}
