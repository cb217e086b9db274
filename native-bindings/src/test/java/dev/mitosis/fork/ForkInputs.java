package dev.mitosis.fork;

import dev.mitosis.testing.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A program whose threads wait for input of several kinds while it forks: only the parent may get it. */
final class ForkInputs {
    private static final int CODE = 7;
    private static final int ROUNDS = 10;
    private static final Duration QUICK = Duration.ofSeconds(15);

    private static final AtomicInteger ACCEPTED = new AtomicInteger();
    private static final AtomicInteger READ = new AtomicInteger();
    private static final AtomicInteger SELECTED = new AtomicInteger();

    private ForkInputs() {}

    private interface Blocking {
        void run() throws IOException;
    }

    static Void check() throws Exception {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        waits("accepts", () -> {
            server.accept().close();
            ACCEPTED.incrementAndGet();
        });
        Process cat = new ProcessBuilder("cat").start();
        waits("reads", () -> {
            if (cat.getInputStream().read() >= 0) {
                READ.incrementAndGet();
            }
        });
        Pipe pipe = Pipe.open();
        Selector selector = Selector.open();
        pipe.source().configureBlocking(false).register(selector, SelectionKey.OP_READ);
        waits("selects", () -> {
            selector.select();
            selector.selectedKeys().clear();
            if (pipe.source().read(ByteBuffer.allocate(1)) == 1) {
                SELECTED.incrementAndGet();
            }
        });
        waits("reads standard input", () -> System.in.read());
        Thread.sleep(100);
        for (int round = 1; round <= ROUNDS; round++) {
            long begin = System.nanoTime();
            ForkReport report = ForkedChildren.start(ForkedChildren.PATIENT, made -> {
                Thread.sleep(50);
                return CODE;
            });
            connect(server);
            cat.getOutputStream().write('x');
            cat.getOutputStream().flush();
            pipe.sink().write(ByteBuffer.wrap(new byte[1]));
            int expected = round;
            Until.holds(
                    "the parent gets its input",
                    () -> ACCEPTED.get() == expected && READ.get() == expected && SELECTED.get() == expected);
            ForkPrograms.checkExits(CODE, ForkedChildren.await(report.childPid()));
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            ForkPrograms.check(took.compareTo(QUICK) < 0, "it took " + took + ", " + report);
        }
        return null;
    }

    private static void connect(ServerSocket server) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
        }
    }

    private static void waits(String name, Blocking step) {
        ForkPrograms.daemon(name, () -> {
            try {
                while (true) {
                    step.run();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
