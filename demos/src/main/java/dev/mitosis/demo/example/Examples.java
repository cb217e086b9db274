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
            new Entry("ping-pong", "numbers to and fro through a pipe", new PingPong()),
            new Entry("counter", "two children count up one number, with and without its lock", new Counting()),
            new Entry("event", "children wait for an event", new Waving()),
            new Entry("condition", "one child brings numbers, another takes them, in turns", new HandingOver()),
            new Entry("semaphore", "two of four children are let in at a time", new Admitting()),
            new Entry("barrier", "children go in step", new Marching()),
            new Entry("array", "workers fill a shared array in place", new FillingArray()),
            new Entry("dead-owner", "a child is killed with a lock, and the next owner is told", new DeadOwner()),
            new Entry("processes-and-threads", "processes beside threads: start, memory, hand-over", new Comparing()));

    private Examples() {}

    public static Optional<Entry> named(String name) {
        return ALL.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }
}
