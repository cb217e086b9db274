package dev.mitosis.demo.bench.process;

/** A transport that opens for each role what that needs: a queue, of ours or of others. */
public interface QueueTransport extends Transport {
    @Override
    default void play(Run run) throws Exception {
        switch (run.role()) {
            case PRODUCER -> produce(run);
            case CONSUMER -> consume(run);
            case PING -> ping(run);
            case PONG -> pong(run);
            default -> throw new IllegalArgumentException("a queue has no such role, role=" + run.role());
        }
    }

    void produce(Run run) throws Exception;

    void consume(Run run) throws Exception;

    void ping(Run run) throws Exception;

    void pong(Run run) throws Exception;
}
