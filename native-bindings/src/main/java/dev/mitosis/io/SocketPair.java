package dev.mitosis.io;

import dev.mitosis.platform.Capability;
import dev.mitosis.platform.OsException;
import dev.mitosis.raw.LibC;
import dev.mitosis.raw.SysSocket;
import java.io.EOFException;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Optional;
import jnr.constants.platform.AddressFamily;
import jnr.constants.platform.Errno;
import jnr.constants.platform.Sock;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * Two connected sockets of the operating system's, each to read from and to write to, and to send descriptors by. A forked child inherits
 * both, and each process should close the one that it does not use. A program that is executed inherits neither.
 */
public record SocketPair(End first, End second) implements AutoCloseable {
    private static final SysSocket SOCKETS = LibC.load(SysSocket.class);
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;

    /**
     * @throws UnsupportedOperationException where {@link Capability#SOCKETPAIR} is missing
     * @throws OsException EMFILE or ENFILE, when there are no descriptors left
     */
    public static SocketPair open() {
        Capability.SOCKETPAIR.require();
        int[] ends = new int[2];
        int type = Sock.SOCK_STREAM.intValue() | SOCK_CLOEXEC;
        OsException.check(
                "socketpair",
                SOCKETS.socketpair(AddressFamily.AF_UNIX.intValue(), type, 0, ends),
                "AF_UNIX",
                "SOCK_STREAM | SOCK_CLOEXEC");
        return new SocketPair(new End(Descriptor.of(ends[0])), new End(Descriptor.of(ends[1])));
    }

    @Override
    public void close() throws IOException {
        first.close();
        second.close();
    }

    /** One of the two. */
    public static final class End extends DescriptorChannel {
        private static final int WRITTEN_AT_ONCE = 1 << 16;

        private End(Descriptor descriptor) {
            super(descriptor, true, true);
        }

        /** Takes over a socket that was inherited or received. */
        public static End of(Descriptor descriptor) {
            Capability.SOCKETPAIR.require();
            return new End(descriptor);
        }

        /**
         * Sends a descriptor, with a byte that carries it: whoever has the other end gets a descriptor of its own for the same file,
         * pipe or socket. This one stays open. The byte has its place among what is written.
         */
        public void sendDescriptor(Descriptor sent) throws IOException {
            writing(() -> {
                boolean isSent = false;
                while (!isSent) {
                    isSent = waiting(true, () -> sendNow(sent));
                }
                return null;
            });
        }

        private boolean sendNow(Descriptor sent) {
            DescriptorMessage message = DescriptorMessage.carrying(sent.number());
            int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
            long count = message.during(address -> SOCKETS.sendmsg(descriptor().number(), address, flags));
            return again("sendmsg", count).isPresent();
        }

        /**
         * The descriptor that was sent at this place in the stream. Waits for it. It is closed when a program is executed.
         *
         * @throws EOFException when the other end is closed
         * @throws IOException when a byte was written there, and no descriptor sent; the byte is gone
         */
        public Descriptor receiveDescriptor() throws IOException {
            return reading(() -> {
                Optional<Descriptor> received = Optional.empty();
                while (received.isEmpty()) {
                    received = waiting(false, this::receiveNow);
                }
                return received.get();
            });
        }

        private Optional<Descriptor> receiveNow() throws IOException {
            DescriptorMessage message = DescriptorMessage.empty();
            int flags = MSG_DONTWAIT | DescriptorMessage.CLOSE_ON_EXEC;
            Optional<Long> count = again(
                    "recvmsg",
                    message.during(address -> SOCKETS.recvmsg(descriptor().number(), address, flags)));
            if (count.isPresent() && count.get() == 0) {
                throw new EOFException("the other end is closed");
            }
            return count.isEmpty() ? Optional.empty() : Optional.of(Descriptor.of(message.number()));
        }

        @Override
        int mostAtOnce() {
            return WRITTEN_AT_ONCE;
        }

        @Override
        int writePart(ByteBuffer part) {
            Pointer memory = Pointer.wrap(Runtime.getSystemRuntime(), part);
            try {
                return again(
                                "send",
                                SOCKETS.send(
                                        descriptor().number(),
                                        memory.address(),
                                        part.remaining(),
                                        MSG_DONTWAIT | MSG_NOSIGNAL))
                        .orElse(0L)
                        .intValue();
            } finally {
                Reference.reachabilityFence(part);
            }
        }

        /** What the call returned; empty when it is to be made again. */
        private static Optional<Long> again(String call, long result) {
            int errno = LibC.errno();
            if (result == -1 && (errno == Errno.EAGAIN.intValue() || errno == Errno.EINTR.intValue())) {
                return Optional.empty();
            }
            return Optional.of(OsException.check(call, result));
        }
    }
}
