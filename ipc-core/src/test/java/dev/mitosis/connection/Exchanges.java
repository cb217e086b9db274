package dev.mitosis.connection;

import dev.mitosis.ipc.ChildProcess;
import java.io.EOFException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a process and its children say to each other by pipes. */
final class Exchanges {
    private static final int MANY = 2_000;

    private final Talkers talkers;

    Exchanges(Talkers talkers) {
        this.talkers = talkers;
    }

    record Point(int x, int y) implements Serializable {}

    interface Operation extends Serializable {
        int apply(int operand);
    }

    void aChildSends() throws Exception {
        Pipe pipe = Pipe.oneWay();
        Connection its = pipe.second();
        ChildProcess<Void> child = talkers.start(() -> {
            for (int i = 0; i < MANY; i++) {
                its.send(new Point(i, -i));
            }
            its.close();
            return null;
        });
        pipe.second().close();
        for (int i = 0; i < MANY; i++) {
            Talkers.check(pipe.first().receive().equals(new Point(i, -i)), "i=" + i);
        }
        Talkers.checkEnd(pipe.first());
        Talkers.check(child.join().isSuccess(), child.toString());
        pipe.close();
    }

    void theyAnswerEachOther() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            Connection its = pipe.second();
            ChildProcess<Integer> child = talkers.start(() -> {
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
                Talkers.check(pipe.first().receive().equals(sum), "i=" + i);
            }
            pipe.first().send(null);
            Talkers.check(child.result() == sum, "sum=" + sum);
        }
    }

    void aLambdaIsRunThere() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            Connection its = pipe.second();
            ChildProcess<Void> child = talkers.start(() -> {
                its.send(((Operation) its.receive()).apply(5));
                return null;
            });
            its.close();
            int captured = 37;
            pipe.first().send((Operation) operand -> operand + captured);
            Talkers.check(pipe.first().receive().equals(42), "the lambda's result");
            child.join();
        }
    }

    void aLargeMessageGoesThereAndBack() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            Connection its = pipe.second();
            ChildProcess<Void> child = talkers.start(() -> {
                its.sendBytes(its.receiveBytes());
                return null;
            });
            its.close();
            pipe.first().sendBytes(Talkers.LARGE);
            Talkers.check(Arrays.equals(pipe.first().receiveBytes(), Talkers.LARGE), "the bytes");
            child.join();
        }
    }

    void manyChildrenAreWaitedFor() throws Exception {
        List<Pipe> pipes = new ArrayList<>();
        List<ChildProcess<Void>> children = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Pipe pipe = Pipe.duplex();
            Connection its = pipe.second();
            int number = i;
            children.add(talkers.start(() -> {
                its.receive();
                its.send(number);
                return null;
            }));
            its.close();
            pipes.add(pipe);
        }
        List<Connection> waiting =
                new ArrayList<>(pipes.stream().map(Pipe::first).toList());
        Talkers.check(Connections.await(waiting, Duration.ofMillis(20)).isEmpty(), "nothing was sent");
        for (Connection connection : waiting) {
            connection.send("go");
        }
        Set<Object> numbers = new HashSet<>();
        while (!waiting.isEmpty()) {
            List<Connection> ready = Connections.await(waiting, Talkers.LONG);
            Talkers.check(!ready.isEmpty(), "none of " + waiting.size() + " within " + Talkers.LONG);
            for (Connection connection : ready) {
                try {
                    numbers.add(connection.receive());
                } catch (EOFException end) {
                    waiting.remove(connection);
                }
            }
        }
        Talkers.check(numbers.equals(Set.of(0, 1, 2)), numbers.toString());
        for (ChildProcess<Void> child : children) {
            child.join();
        }
        pipes.forEach(Pipe::close);
    }

    void twoChildrenTalkToEachOther() throws Exception {
        Pipe pipe = Pipe.duplex();
        Connection first = pipe.first();
        Connection second = pipe.second();
        ChildProcess<Object> asking = talkers.start(() -> {
            first.send(6);
            return first.receive();
        });
        ChildProcess<Void> answering = talkers.start(() -> {
            second.send(7 * (Integer) second.receive());
            return null;
        });
        pipe.close();
        Talkers.check(asking.result().equals(42), "the answer");
        answering.join();
    }
}
