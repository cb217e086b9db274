package dev.mitosis.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mitosis.process.Processes;
import dev.mitosis.testing.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommonCleanerTest {
    @Test
    void jnrHasNoThreadOfItsOwn() {
        assertEquals(new ChildJvm.Ended(0, "1\n"), ChildJvm.run(Program.class, List.of()));
    }

    /** Prints how many threads there are that clean, when JNR has been used. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            Processes.getpid();
            System.out.println(Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().contains("Cleaner"))
                    .count());
        }
    }
}
