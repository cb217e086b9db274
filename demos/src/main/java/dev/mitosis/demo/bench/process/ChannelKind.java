package dev.mitosis.demo.bench.process;

import dev.mitosis.io.Fifo;
import dev.mitosis.platform.OsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/** How the JDK opens each kind of channel between two processes that know a directory. */
enum ChannelKind {
    PIPE("pipe") {
        @Override
        ChannelPair open(Run run) throws IOException {
            Path there = fifo(run, "there");
            Path back = fifo(run, "back");
            FileChannel first = openBothWays(there);
            FileChannel second = openBothWays(back);
            run.ready();
            return isListener(run) ? new ChannelPair(first, second) : new ChannelPair(second, first);
        }
    },
    UNIX_SOCKET("unix-socket") {
        @Override
        ChannelPair open(Run run) throws IOException {
            return socket(
                    run, UnixDomainSocketAddress.of(run.directory().resolve("socket")), StandardProtocolFamily.UNIX);
        }
    },
    TCP("tcp") {
        @Override
        ChannelPair open(Run run) throws IOException {
            ChannelPair pair = socket(
                    run, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), StandardProtocolFamily.INET);
            ((SocketChannel) pair.in()).setOption(StandardSocketOptions.TCP_NODELAY, true);
            return pair;
        }
    };

    private static final int SOCKET_BUFFER_BYTES = 1 << 20;
    private static final long POLL_NANOS = 1_000_000;

    private final String contender;

    ChannelKind(String contender) {
        this.contender = contender;
    }

    static ChannelKind of(String name) {
        for (ChannelKind kind : values()) {
            if (name.startsWith(kind.contender)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no such channel, name=" + name);
    }

    abstract ChannelPair open(Run run) throws IOException;

    private static boolean isListener(Run run) {
        return run.role() == Role.CONSUMER || run.role() == Role.PONG;
    }

    private static Path fifo(Run run, String name) {
        Path path = run.directory().resolve(name);
        try {
            Fifo.create(path);
        } catch (OsException e) {
            if (!e.is("EEXIST")) {
                throw e;
            }
        }
        return path;
    }

    /** Opening a pipe for one direction waits for the other side; for both it does not. */
    private static FileChannel openBothWays(Path fifo) throws IOException {
        return FileChannel.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static ChannelPair socket(Run run, SocketAddress address, StandardProtocolFamily family)
            throws IOException {
        Path announcement = run.directory().resolve("address");
        SocketChannel channel;
        if (isListener(run)) {
            try (ServerSocketChannel server = ServerSocketChannel.open(family).bind(address)) {
                Path unfinished = run.directory().resolve("address.new");
                Files.writeString(unfinished, portOf(server));
                Files.move(unfinished, announcement, StandardCopyOption.ATOMIC_MOVE);
                channel = server.accept();
            }
        } else {
            while (!Files.exists(announcement) && !run.isStopped()) {
                LockSupport.parkNanos(POLL_NANOS);
            }
            channel = SocketChannel.open(peerAddress(address, Files.readString(announcement)));
        }
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
        run.ready();
        return new ChannelPair(channel, channel);
    }

    private static String portOf(ServerSocketChannel server) throws IOException {
        return server.getLocalAddress() instanceof InetSocketAddress inet ? Integer.toString(inet.getPort()) : "";
    }

    private static SocketAddress peerAddress(SocketAddress address, String port) {
        return address instanceof InetSocketAddress inet
                ? new InetSocketAddress(inet.getAddress(), Integer.parseInt(port))
                : address;
    }
}
