package dev.mitosis.demo.bench.process;

import dev.mitosis.ipc.Body;
import dev.mitosis.ipc.ChildBuilder;
import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.ClassArchive;
import dev.mitosis.ipc.ForkServer;
import dev.mitosis.ipc.JvmCommand;
import dev.mitosis.ipc.StartMethod;
import dev.mitosis.process.ExitStatus;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Starts children with a trivial body, one after the other, and takes the time until each is joined: {@code mitosis} and a start
 * method. Beside it {@code raw}, the bare fork(2) of this process, exit(2) and waitpid(2); and {@code new-jvm}, an empty main
 * class by ProcessBuilder with this JVM's flags and class path.
 */
public final class Starting implements Contender {
    private static final Duration TIME_FOR_ARCHIVE = Duration.ofSeconds(10);

    @FunctionalInterface
    private interface Start {
        /** Whether the child ended as it should. */
        boolean startAndJoin() throws Exception;
    }

    @Override
    public void play(Run run) throws Exception {
        String[] variant = run.contender().split(" ", -1);
        Start start = start(variant[0], variant[1]);
        start.startAndJoin();
        ClassArchive.await(TIME_FOR_ARCHIVE); // which the first start of a class path brings about, and the others use
        Samples samples = new Samples(run);
        do {
            long begin = System.nanoTime();
            if (start.startAndJoin()) {
                samples.add(begin, System.nanoTime() - begin);
            }
        } while (!samples.isOver(System.nanoTime()));
        samples.report(1);
    }

    private static Start start(String contender, String method) {
        return switch (contender) {
            case "mitosis" -> {
                ChildBuilder child = child(StartMethod.valueOf(method.toUpperCase(Locale.ROOT)));
                yield () -> succeeded(child.start(nothing()).join());
            }
            case "raw" -> () -> Childbirth.RAW.reap(Childbirth.RAW.forkAndExit());
            case "new-jvm" ->
                () -> succeeded(ExitStatus.exited(JvmCommand.likeThisOne()
                        .running(Childbirth.Nothing.class, List.of())
                        .start()
                        .waitFor()));
            default -> throw new IllegalArgumentException("there is no such contender, contender=" + contender);
        };
    }

    /** A fork server's has what a user's would have there: the body's class, linked. */
    private static ChildBuilder child(StartMethod method) {
        return method == StartMethod.FORKSERVER
                ? ForkServer.builder().initialiser(nothing()).start().child()
                : ChildProcess.builder().method(method);
    }

    private static Body<Void> nothing() {
        return () -> null;
    }

    private static boolean succeeded(ExitStatus status) {
        if (!status.isSuccess()) {
            throw new IllegalStateException("a child that does nothing failed, status=" + status);
        }
        return true;
    }
}
