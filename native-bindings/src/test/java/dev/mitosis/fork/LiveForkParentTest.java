package dev.mitosis.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mitosis.testing.ChildJvm;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a fork does to its parent, which is nothing. {@code -Dparent.forks} says how many times. */
class LiveForkParentTest {
    private static final int FORKS = Integer.getInteger("parent.forks", 50);
    private static final int THREADS = 2;

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void aServerUnderLoadFailsNobodyWhileItIsForked() {
        ChildJvm.Ended ended = ChildJvm.run(
                ForkedServer.class, List.of("-Xmx256m", "-Dsun.net.httpserver.nodelay=true"), FORKS, THREADS);
        System.out.println("forked server: " + ended.output().strip());
        assertEquals(0, ended.exitValue(), ended.output());
    }
}
