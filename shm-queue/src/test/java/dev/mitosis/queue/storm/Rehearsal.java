package dev.mitosis.queue.storm;

import dev.mitosis.queue.Topology;
import dev.mitosis.queue.WaitStrategy;
import dev.mitosis.testing.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A little storm in which nobody is killed, among threads of one process, so that it has compiled most of what its children play. */
final class Rehearsal {
    private static final int ENOUGH = CrowdBoard.MOST_MESSAGES / 2;

    private Rehearsal() {}

    static void play(Path directory) throws IOException {
        for (Topology topology : List.of(Topology.SPSC, Topology.MPSC, Topology.MPMC, Topology.BROADCAST)) {
            Path queueFile = directory.resolve("rehearsal." + topology);
            Path boardFile = directory.resolve("rehearsal.board");
            try (CrowdBoard board = CrowdBoard.create(boardFile, 1)) {
                CrowdQueue.make(queueFile, topology, 1, 1);
                play(board, List.of(queueFile.toString(), boardFile.toString(), WaitStrategy.BLOCK.name(), "0"));
            } finally {
                Files.deleteIfExists(queueFile);
                Files.delete(boardFile);
            }
        }
    }

    private static void play(CrowdBoard board, List<String> arguments) {
        CompletableFuture<Void> consumer = start(() -> {
            StormPlayer.CROWD_CONSUMER.play(arguments);
            return null;
        });
        CompletableFuture<Void> producer = start(() -> {
            StormPlayer.CROWD_PRODUCER.play(arguments);
            return null;
        });
        Until.holds(
                "the rehearsal has its messages",
                () -> board.delivered(0) > ENOUGH || consumer.isDone() || producer.isDone());
        board.stop().senders();
        producer.join();
        board.stop().all();
        consumer.join();
    }

    private static CompletableFuture<Void> start(Callable<Void> part) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return part.call();
                    } catch (Exception failed) {
                        throw new CompletionException(failed);
                    }
                },
                task -> {
                    Thread thread = new Thread(task, "rehearsal");
                    thread.setDaemon(true);
                    thread.start();
                });
    }
}
