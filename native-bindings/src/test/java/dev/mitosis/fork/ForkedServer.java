package dev.mitosis.fork;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.Processes;
import dev.mitosis.testing.Until;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A program that serves while it is forked: {@code ForkedServer FORKS THREADS}. An HTTP server and its clients, sockets,
 * timers, sleepers and a convoy at a lock check every answer. It exits with 0 when none failed, none was a child's, and all
 * went on to the end.
 */
final class ForkedServer {
    private static final int CODE = 7;
    private static final int CLIENTS = 3;
    private static final int LIMIT_MILLIS = 20_000;
    private static final int PAUSE_MILLIS = 2;

    private final int self = Processes.getpid();
    private final Map<String, AtomicLong> steps = new LinkedHashMap<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition turn = lock.newCondition();
    private int whose;

    public static void main(String[] args) throws Exception {
        System.exit(new ForkedServer().run(Integer.parseInt(args[0]), Integer.parseInt(args[1])) ? 0 : 1);
    }

    private boolean run(int forks, int threads) throws Exception {
        serveHttp();
        echo();
        sleep();
        passTheTurn();
        ScheduledFuture<?> timer = Executors.newScheduledThreadPool(1)
                .scheduleAtFixedRate(steps("timer")::incrementAndGet, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        forkAll(forks, threads);
        ForkPrograms.check(!timer.isDone(), "the timer goes on");
        Map<String, Long> before = new LinkedHashMap<>();
        steps.forEach((what, count) -> before.put(what, count.get()));
        before.forEach((what, count) -> {
            if (!Until.holdsWithin(ForkedChildren.LIMIT, () -> steps.get(what).get() > count)) {
                failures.add(new AssertionError("it stands still: " + what));
            }
        });
        System.out.println("forks=" + forks + " steps=" + steps + " failures=" + failures.size());
        failures.forEach(failure -> failure.printStackTrace(System.out));
        return failures.isEmpty();
    }

    private void forkAll(int forks, int threads) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(forks);
        List<Thread> forking = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            forking.add(loop("fork", () -> {
                if (left.getAndDecrement() <= 0) {
                    return false;
                }
                ExitStatus status = ForkedChildren.run(() -> {
                    System.gc();
                    return CODE;
                });
                ForkPrograms.checkExits(CODE, status);
                return failures.isEmpty();
            }));
        }
        for (Thread thread : forking) {
            thread.join();
        }
        steps.remove("fork");
    }

    private AtomicLong steps(String what) {
        return steps.computeIfAbsent(what, name -> new AtomicLong());
    }

    /** Repeats a step while it returns true; what it throws is a failure. */
    private Thread loop(String what, Callable<Boolean> step) {
        AtomicLong count = steps(what);
        Thread thread = new Thread(
                () -> {
                    try {
                        while (step.call()) {
                            count.incrementAndGet();
                        }
                    } catch (Throwable e) {
                        failures.add(new AssertionError(what, e));
                    }
                },
                what);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void serveHttp() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService workers = Executors.newFixedThreadPool(CLIENTS);
        server.setExecutor(workers);
        server.createContext("/", this::answer);
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        for (int i = 0; i < CLIENTS; i++) {
            AtomicInteger number = new AtomicInteger();
            loop("http" + i, () -> {
                String path = "" + number.incrementAndGet();
                var connection = new URL(address + path).openConnection();
                connection.setConnectTimeout(LIMIT_MILLIS);
                connection.setReadTimeout(LIMIT_MILLIS);
                try (InputStream in = connection.getInputStream()) {
                    String body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    ForkPrograms.check(body.equals("/" + path + " " + self), "a wrong answer: " + body);
                }
                return true;
            });
        }
    }

    /** Says which process answers. */
    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = (exchange.getRequestURI().getPath() + " " + Processes.getpid()).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private void echo() throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept();
        client.setSoTimeout(LIMIT_MILLIS);
        loop("echo", () -> {
            int next = accepted.getInputStream().read();
            accepted.getOutputStream().write(next);
            return next >= 0;
        });
        AtomicInteger sent = new AtomicInteger();
        loop("socket", () -> {
            int next = sent.incrementAndGet() & 0x7f;
            client.getOutputStream().write(next);
            int answer = client.getInputStream().read();
            ForkPrograms.check(answer == next, "sent " + next + ", answered " + answer);
            return true;
        });
    }

    private void sleep() {
        loop("sleep", () -> {
            long begin = System.nanoTime();
            Thread.sleep(PAUSE_MILLIS);
            long slept = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            ForkPrograms.check(slept >= PAUSE_MILLIS && slept < LIMIT_MILLIS, "slept for " + slept + " ms");
            return true;
        });
    }

    /** A convoy: each waits for its turn, and none is skipped. */
    private void passTheTurn() {
        for (int i = 0; i < CLIENTS; i++) {
            int mine = i;
            loop("turn" + i, () -> {
                lock.lock();
                try {
                    while (whose != mine) {
                        ForkPrograms.check(turn.await(LIMIT_MILLIS, TimeUnit.MILLISECONDS), "the turn is lost");
                    }
                    whose = (mine + 1) % CLIENTS;
                    turn.signalAll();
                } finally {
                    lock.unlock();
                }
                return true;
            });
        }
    }
}
