package dev.mitosis.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

@JCStressTest
@Description(
        "Sync point terminated: nothing looks ready behind a record that is, even where an old message's bytes would.")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The consumer saw the record, and the end behind it.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The consumer was earlier than the record, and has it later.")
@Outcome(expect = FORBIDDEN, desc = "The consumer took bytes of an old message for a record.")
@State
public class TerminatedRing {
    private static final Spares SPARES = new Spares(Topology.SPSC, 512, 1, 1);
    private final Line line = SPARES.take();

    /** Each word of the message looks like a record that is ready, where the ring's next lap has one. */
    @Actor
    public void producer() {
        Producer producer = line.source(0).producer();
        Message message = producer.claim(Source.someLength());
        long nextLap = position(message.address()) + line.ring().capacity();
        for (int at = 0; at < message.length(); at += Long.BYTES) {
            message.putLong(at, RecordWord.word(nextLap + at, 0));
        }
        producer.commit();
    }

    private long position(long address) {
        Ring ring = line.ring();
        long head = Ring.position("head", ring.headAddress(0));
        return head + ((address - ring.base() - head) & ring.mask());
    }

    @Actor
    public void consumer(II_Result r) {
        r.r1 = messages();
    }

    @Arbiter
    public void afterwards(II_Result r) {
        r.r2 = messages();
        // A consumer that took too many is ahead of its producer, which refuses to go on.
        if (r.r1 + r.r2 == 1) {
            SPARES.giveBack(line);
        }
    }

    private int messages() {
        return line.sink(0).consumer().drain(message -> {}, Integer.MAX_VALUE);
    }
}
