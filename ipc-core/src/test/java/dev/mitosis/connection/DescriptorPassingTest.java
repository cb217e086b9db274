package dev.mitosis.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mitosis.io.Descriptor;
import dev.mitosis.io.OsPipe;
import dev.mitosis.io.SocketPair;
import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import dev.mitosis.testing.ChildJvm;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Descriptors that go to another process by a socket: to a forked child, since no other one has the socket. */
@EnabledIf("forks")
final class DescriptorPassingTest {
    @TempDir
    private Path directory;

    static boolean forks() {
        return StartMethod.FORK.missingBecause().isEmpty();
    }

    @Test
    void areTheOtherProcesssOwnWhereverTheyCameFrom() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        ChildJvm.Ended ended = ChildJvm.run(Passing.class, List.of(), file);
        assertEquals(new ChildJvm.Ended(0, "by a pipe that is younger than the child\n"), ended);
        assertEquals("to a file that a dead child had opened", Files.readString(file));
    }

    static final class Passing {
        public static void main(String[] arguments) throws Exception {
            Path path = Path.of(arguments[0]);
            try (SocketPair sockets = SocketPair.open()) {
                ChildProcess<Void> child =
                        ChildProcess.builder().method(StartMethod.FORK).start(() -> talk(sockets.second(), path));
                try (OsPipe pipe = OsPipe.open()) {
                    sockets.first().sendDescriptor(pipe.sink().descriptor());
                    pipe.sink().close();
                    System.out.println(
                            new String(Channels.newInputStream(pipe.source()).readAllBytes(), UTF_8));
                }
                child.result();
                try (Descriptor received = sockets.first().receiveDescriptor()) {
                    write(received, "to a file that a dead child had opened");
                }
            }
        }

        private static Void talk(SocketPair.End socket, Path path) throws Exception {
            try (Descriptor received = socket.receiveDescriptor()) {
                write(received, "by a pipe that is younger than the child");
            }
            try (Descriptor file = Descriptor.forOutput(path, true)) {
                socket.sendDescriptor(file);
            }
            return null;
        }

        private static void write(Descriptor target, String text) {
            byte[] bytes = text.getBytes(UTF_8);
            target.write(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
        }
    }
}
