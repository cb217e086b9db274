package dev.mitosis.connection;

import dev.mitosis.ipc.Body;
import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.testing.Until;
import java.io.EOFException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a process does with its children by pipes, whichever way they are started. Prints what was wrong, or nothing. */
final class Scenarios {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int MANY = 2_000;
    private static final byte[] LARGE = new byte[3_000_000];

    static {
        for (int i = 0; i < LARGE.length; i++) {
            LARGE[i] = (byte) (i * 31);
        }
    }

    private final StartMethod method;

    private Scenarios(StartMethod method) {
        this.method = method;
    }

    record Point(int x, int y) implements Serializable {}

    interface Operation extends Serializable {
        int apply(int operand);
    }

    private interface Scenario {
        void play() throws Exception;
    }

    /**
     * @param arguments the method by which children are started
     */
    public static void main(String[] arguments) throws Exception {
        Scenarios scenarios = new Scenarios(StartMethod.valueOf(arguments[0]));
        scenarios.run("a child sends", scenarios::aChildSends);
        scenarios.run("they answer each other", scenarios::theyAnswerEachOther);
        scenarios.run("a lambda is run there", scenarios::aLambdaIsRunThere);
        scenarios.run("a large message goes there and back", scenarios::aLargeMessageGoesThereAndBack);
        scenarios.run("a child that ends is at its end", scenarios::aChildThatEndsIsAtItsEnd);
        scenarios.run("a killed child is at its end", scenarios::aKilledChildIsAtItsEnd);
        scenarios.run("a child that is killed unused is at its end", scenarios::aChildThatIsKilledUnusedIsAtItsEnd);
        scenarios.run("a half message is no message", scenarios::aHalfMessageIsNoMessage);
        scenarios.run("sending to the dead is refused", scenarios::sendingToTheDeadIsRefused);
        scenarios.run("many children are waited for", scenarios::manyChildrenAreWaitedFor);
        scenarios.run("two children talk to each other", scenarios::twoChildrenTalkToEachOther);
        scenarios.run("an end has one process", scenarios::anEndHasOneProcess);
        scenarios.run("nothing is left", scenarios::nothingIsLeft);
        System.exit(0);
    }

    private void run(String name, Scenario scenario) {
        try {
            scenario.play();
        } catch (Exception | AssertionError wrong) {
            System.out.println(name + ": " + wrong);
            wrong.printStackTrace(System.out);
        }
    }

    private <T> ChildProcess<T> start(Body<T> body) {
        return ChildProcess.builder().method(method).start(body);
    }

    private void aChildSends() throws Exception {
        Pipe pipe = Pipe.oneWay();
        Connection its = pipe.second();
        ChildProcess<Void> child = start(() -> {
            for (int i = 0; i < MANY; i++) {
                its.send(new Point(i, -i));
            }
            its.close();
            return null;
        });
        pipe.second().close();
        for (int i = 0; i < MANY; i++) {
            check(pipe.first().receive().equals(new Point(i, -i)), "i=" + i);
        }
        checkEnd(pipe.first());
        check(child.join().isSuccess(), child.toString());
        pipe.close();
    }

    private void theyAnswerEachOther() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            Connection its = pipe.second();
            ChildProcess<Integer> child = start(() -> {
                int sum = 0;
                for (Object got = its.receive(); got != null; got = its.receive()) {
                    sum += (Integer) got;
                    its.send(sum);
                }
                return sum;
            });
            its.close();
            int sum = 0;
            for (int i = 0; i < MANY; i++) {
                sum += i;
                pipe.first().send(i);
                check(pipe.first().receive().equals(sum), "i=" + i);
            }
            pipe.first().send(null);
            check(child.result() == sum, "sum=" + sum);
        }
    }

    private void aLambdaIsRunThere() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            Connection its = pipe.second();
            ChildProcess<Void> child = start(() -> {
                its.send(((Operation) its.receive()).apply(5));
                return null;
            });
            its.close();
            int captured = 37;
            pipe.first().send((Operation) operand -> operand + captured);
            check(pipe.first().receive().equals(42), "the lambda's result");
            child.join();
        }
    }

    private void aLargeMessageGoesThereAndBack() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            Connection its = pipe.second();
            ChildProcess<Void> child = start(() -> {
                its.sendBytes(its.receiveBytes());
                return null;
            });
            its.close();
            pipe.first().sendBytes(LARGE);
            check(Arrays.equals(pipe.first().receiveBytes(), LARGE), "the bytes");
            child.join();
        }
    }

    private void aChildThatEndsIsAtItsEnd() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            Connection its = pipe.second();
            ChildProcess<Void> child = start(() -> {
                its.send("last words");
                return null;
            });
            its.close();
            check(pipe.first().receive().equals("last words"), "what was sent");
            checkEnd(pipe.first());
            child.join();
        }
    }

    private void aKilledChildIsAtItsEnd() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            ChildProcess<Void> child = startLingering(pipe.second(), "alive");
            pipe.second().close();
            check(pipe.first().receive().equals("alive"), "what was sent");
            child.kill();
            checkEnd(pipe.first());
            child.join();
        }
    }

    private void aChildThatIsKilledUnusedIsAtItsEnd() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            Connection its = pipe.second();
            ChildProcess<Boolean> child = start(() -> {
                linger();
                return its == null;
            });
            its.close();
            child.kill();
            checkEnd(pipe.first());
            child.join();
        }
    }

    private void aHalfMessageIsNoMessage() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            Connection its = pipe.second();
            ChildProcess<Void> child = start(() -> {
                its.send("whole");
                its.sendBytes(LARGE);
                return null;
            });
            its.close();
            check(pipe.first().receive().equals("whole"), "what was sent");
            check(pipe.first().poll(LONG), "the beginning of the next");
            child.kill();
            child.join();
            checkEnd(pipe.first());
        }
    }

    private void sendingToTheDeadIsRefused() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            ChildProcess<Void> child = startLingering(pipe.second(), "alive");
            pipe.second().close();
            pipe.first().receive();
            child.kill();
            try {
                while (true) {
                    pipe.first().sendBytes(LARGE);
                }
            } catch (PeerGoneException expected) {
                checkEnd(pipe.first());
            }
            child.join();
        }
    }

    private void manyChildrenAreWaitedFor() throws Exception {
        List<Pipe> pipes = new ArrayList<>();
        List<ChildProcess<Void>> children = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Pipe pipe = Pipe.duplex();
            Connection its = pipe.second();
            int number = i;
            children.add(start(() -> {
                its.receive();
                its.send(number);
                return null;
            }));
            its.close();
            pipes.add(pipe);
        }
        List<Connection> waiting =
                new ArrayList<>(pipes.stream().map(Pipe::first).toList());
        check(Connections.await(waiting, Duration.ofMillis(20)).isEmpty(), "nothing was sent");
        for (Connection connection : waiting) {
            connection.send("go");
        }
        Set<Object> numbers = new HashSet<>();
        while (!waiting.isEmpty()) {
            List<Connection> ready = Connections.await(waiting, LONG);
            check(!ready.isEmpty(), "none of " + waiting.size() + " within " + LONG);
            for (Connection connection : ready) {
                try {
                    numbers.add(connection.receive());
                } catch (EOFException end) {
                    waiting.remove(connection);
                }
            }
        }
        check(numbers.equals(Set.of(0, 1, 2)), numbers.toString());
        for (ChildProcess<Void> child : children) {
            child.join();
        }
        pipes.forEach(Pipe::close);
    }

    private void twoChildrenTalkToEachOther() throws Exception {
        Pipe pipe = Pipe.duplex();
        Connection first = pipe.first();
        Connection second = pipe.second();
        ChildProcess<Object> asking = start(() -> {
            first.send(6);
            return first.receive();
        });
        ChildProcess<Void> answering = start(() -> {
            second.send(7 * (Integer) second.receive());
            return null;
        });
        pipe.close();
        check(asking.result().equals(42), "the answer");
        answering.join();
    }

    private void anEndHasOneProcess() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            ChildProcess<Void> child = startLingering(pipe.second(), "mine");
            check(pipe.first().poll(LONG), "no message within " + LONG);
            try {
                pipe.second().send(1);
                check(false, "two processes have one end");
            } catch (IllegalStateException refused) {
                check(refused.getMessage().contains("=" + child.pid()), refused.getMessage());
            }
            child.kill();
            child.join();
        }
    }

    /** Where memory has a name, it goes with the end that is closed last, which may be another process's. */
    private void nothingIsLeft() {
        String maker = "." + ProcessIdentity.current() + ".";
        Until.holds(
                "no pipe's file is left",
                () -> SharedDirectory.ofThisUser().temporaries(Line.PURPOSE).stream()
                        .noneMatch(file -> file.toString().contains(maker)));
    }

    private ChildProcess<Void> startLingering(Connection its, Object message) {
        return start(() -> {
            its.send(message);
            linger();
            return null;
        });
    }

    private static void linger() throws InterruptedException {
        while (true) {
            Thread.sleep(1_000);
        }
    }

    private static void checkEnd(Connection connection) throws Exception {
        check(connection.poll(LONG), "no end of file within " + LONG);
        try {
            check(false, "no end of file, received=" + connection.receive());
        } catch (EOFException end) {
            // As it should be.
        }
    }

    private static void check(boolean isRight, String what) {
        if (!isRight) {
            throw new AssertionError(what);
        }
    }
}
