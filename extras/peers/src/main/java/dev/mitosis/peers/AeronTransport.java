package dev.mitosis.peers;

import dev.mitosis.demo.bench.process.Idling;
import dev.mitosis.demo.bench.process.QueueTransport;
import dev.mitosis.demo.bench.process.RoundTrips;
import dev.mitosis.demo.bench.process.Run;
import dev.mitosis.demo.bench.process.Sink;
import io.aeron.ConcurrentPublication;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Aeron IPC: one producer claims in an exclusive publication, several offer to one that they share. The driver has no
 * thread of its own: a receiving process calls it now and then, which is faster where CPUs are few.
 */
public final class AeronTransport implements QueueTransport {
    private static final int BURST = 256;
    private static final int POLL_LIMIT = 256;
    private static final int POLLS_PER_DRIVER_TURN = 64;
    private static final int LOOKS_PER_STOP = 1 << 16;
    private static final int THERE = 1;
    private static final int BACK = 2;

    private final BufferClaim claim = new BufferClaim();
    private long received = -1;

    @Override
    public void produce(Run run) {
        UnsafeBuffer template = Templates.of(run);
        try (AeronNode node = AeronNode.client(run.directory())) {
            if (run.contender().equals("mpsc")) {
                ConcurrentPublication shared = node.aeron().addPublication(AeronNode.CHANNEL, THERE);
                node.turnUntil(run, shared::isConnected);
                run.ready();
                offerAll(run, shared, template);
            } else {
                ExclusivePublication own = node.aeron().addExclusivePublication(AeronNode.CHANNEL, THERE);
                node.turnUntil(run, own::isConnected);
                run.ready();
                claimAll(run, own, template);
            }
        }
    }

    private void claimAll(Run run, ExclusivePublication publication, UnsafeBuffer template) {
        Idling idling = new Idling(run);
        long sequence = run.firstMessage();
        while (true) {
            for (int i = 0; i < BURST; i++, sequence++) {
                if (!claim(run, publication, idling)) {
                    return;
                }
                MutableDirectBuffer buffer = claim.buffer();
                buffer.putBytes(claim.offset(), template, 0, run.size());
                buffer.putLong(claim.offset(), sequence);
                claim.commit();
            }
            idling.worked();
            if (run.isStopped()) {
                return;
            }
        }
    }

    private boolean claim(Run run, ExclusivePublication publication, Idling idling) {
        long result;
        while ((result = publication.tryClaim(run.size(), claim)) < 0) {
            check(result);
            idling.rest();
            if (run.isStopped()) {
                return false;
            }
        }
        return true;
    }

    private static void offerAll(Run run, ConcurrentPublication publication, UnsafeBuffer template) {
        Idling idling = new Idling(run);
        long sequence = run.firstMessage();
        while (true) {
            for (int i = 0; i < BURST; i++, sequence++) {
                template.putLong(0, sequence);
                if (!offer(run, publication, template, idling)) {
                    return;
                }
            }
            idling.worked();
            if (run.isStopped()) {
                return;
            }
        }
    }

    private static boolean offer(Run run, ConcurrentPublication publication, UnsafeBuffer message, Idling idling) {
        long result;
        while ((result = publication.offer(message, 0, run.size())) < 0) {
            check(result);
            idling.rest();
            if (run.isStopped()) {
                return false;
            }
        }
        return true;
    }

    private static void check(long result) {
        if (result == Publication.CLOSED || result == Publication.MAX_POSITION_EXCEEDED) {
            throw new IllegalStateException("Aeron takes no more, result=" + Publication.errorString(result));
        }
    }

    @Override
    public void consume(Run run) {
        Sink sink = new Sink(run);
        FragmentHandler check = (buffer, offset, length, header) ->
                sink.accept(buffer.getLong(offset), Templates.sum(run, buffer, offset, length));
        Idling idling = new Idling(run);
        try (AeronNode node = AeronNode.joint(run.directory())) {
            Subscription subscription = node.aeron().addSubscription(AeronNode.CHANNEL, THERE);
            node.turnUntil(run, () -> subscription.imageCount() > 0);
            run.ready(node::turn);
            for (int polls = 1; !sink.isOver(); polls++) {
                if (subscription.poll(check, POLL_LIMIT) == 0) {
                    idling.rest();
                } else {
                    idling.worked();
                }
                if (polls % POLLS_PER_DRIVER_TURN == 0) {
                    node.driverTurn();
                }
            }
        }
    }

    @Override
    public void ping(Run run) {
        UnsafeBuffer template = Templates.of(run);
        FragmentHandler keep = (buffer, offset, length, header) -> received = buffer.getLong(offset);
        try (AeronNode node = AeronNode.joint(run.directory())) {
            ExclusivePublication there = node.aeron().addExclusivePublication(AeronNode.CHANNEL, THERE);
            Subscription back = node.aeron().addSubscription(AeronNode.CHANNEL, BACK);
            node.turnUntil(run, () -> there.isConnected() && back.isConnected());
            run.ready(node::turn);
            RoundTrips trips = new RoundTrips(run);
            long sequence = 0;
            do {
                template.putLong(0, sequence);
                send(there, template, 0, run.size());
                while (back.poll(keep, 1) == 0) {
                    Thread.onSpinWait();
                }
                if (received != sequence++) {
                    throw new IllegalStateException("a wrong reply, sequence=" + received);
                }
                if (sequence % POLLS_PER_DRIVER_TURN == 0) {
                    node.driverTurn();
                }
            } while (!trips.isOverAfterTrip());
        }
    }

    @Override
    public void pong(Run run) {
        try (AeronNode node = AeronNode.client(run.directory())) {
            ExclusivePublication back = node.aeron().addExclusivePublication(AeronNode.CHANNEL, BACK);
            Subscription there = node.aeron().addSubscription(AeronNode.CHANNEL, THERE);
            FragmentHandler answer = (buffer, offset, length, header) -> send(back, buffer, offset, length);
            node.turnUntil(run, () -> there.isConnected() && back.isConnected());
            run.ready();
            for (long looks = 1; looks % LOOKS_PER_STOP != 0 || !run.isStopped(); looks++) {
                if (there.poll(answer, 1) == 0) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    private void send(ExclusivePublication publication, DirectBuffer message, int offset, int length) {
        long result;
        while ((result = publication.tryClaim(length, claim)) < 0) {
            check(result);
            Thread.onSpinWait();
        }
        claim.buffer().putBytes(claim.offset(), message, offset, length);
        claim.commit();
    }
}
