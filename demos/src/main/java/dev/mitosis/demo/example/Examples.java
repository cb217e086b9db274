package dev.mitosis.demo.example;

import java.util.List;
import java.util.Optional;

/** All examples, in the order in which one would read them. */
public final class Examples {
    /**
     * @param name what one types
     * @param shows in a line
     */
    public record Entry(String name, String shows, Example example) {}

    public static final List<Entry> ALL = List.of(
            new Entry("two-workers", "two children compute at the same time", new TwoWorkers()),
            new Entry("forks", "children that have children: n forks in a row make 2^n processes", new Forks()),
            new Entry("join", "waiting for a child, and a parent that ends before its child", new Joining()),
            new Entry("exit-codes", "how children end: return, exit, exception, terminate, kill", new ExitCodes()),
            new Entry("inherit", "what a forked child inherits, and a new JVM does not", new Inheriting()),
            new Entry("collect", "the output of many commands at once, collected through a queue", new Collecting()),
            new Entry("processes-and-threads", "processes beside threads: start, memory, hand-over", new Comparing()));

    private Examples() {}

    public static Optional<Entry> named(String name) {
        return ALL.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }
}
