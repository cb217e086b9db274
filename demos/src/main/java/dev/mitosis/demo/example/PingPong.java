package dev.mitosis.demo.example;

import dev.mitosis.connection.Connection;
import dev.mitosis.connection.Pipe;
import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/** Sends numbers through a pipe to a child, which sends each back with one added, until the pipe is closed. */
final class PingPong implements Example {
    private static final int TRIPS = 10_000;

    @Override
    public boolean run(StartMethod method, PrintStream out) throws Exception {
        Pipe pipe = Pipe.duplex();
        Connection there = pipe.second();
        ChildProcess<Integer> echo = ChildProcess.builder().method(method).start(() -> addOneToEach(there));
        boolean right = true;
        int last = 0;
        try (Connection ping = pipe.first()) {
            ping.send(0);
            right &= ping.receive().equals(1);
            there.close(); // the child has it
            long begin = System.nanoTime();
            for (int trip = 1; trip < TRIPS; trip++) {
                ping.send(trip);
                last = (Integer) ping.receive();
                right &= last == trip + 1;
            }
            out.printf(
                    Locale.ROOT,
                    "%,d trips to and fro, %.1f µs each; the last answer was %,d%n",
                    TRIPS,
                    (System.nanoTime() - begin) / 1e3 / TRIPS,
                    last);
        }
        out.println("the child saw the end of the pipe after " + echo.result() + " messages");
        return right && echo.result() == TRIPS;
    }

    private static int addOneToEach(Connection connection) throws IOException, InterruptedException {
        int answered = 0;
        try (connection) {
            while (true) {
                connection.send((Integer) connection.receive() + 1);
                answered++;
            }
        } catch (EOFException closed) {
            return answered;
        }
    }
}
