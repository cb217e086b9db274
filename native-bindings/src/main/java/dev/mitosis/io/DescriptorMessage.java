package dev.mitosis.io;

import dev.mitosis.raw.NativeMemory;
import java.io.IOException;
import java.lang.ref.Reference;
import java.util.function.LongUnaryOperator;
import jnr.ffi.Pointer;

/**
 * A byte and a descriptor, as sendmsg(2) and recvmsg(2) want to have them on 64-bit Linux.
 *
 * <pre>
 *    0  struct msghdr   { name, namelen, iov ──► 56, iovlen 1, control ──► 72, controllen 24, flags }
 *   56  struct iovec    { base ──► 96, len 1 }
 *   72  struct cmsghdr  { len 20, level SOL_SOCKET, type SCM_RIGHTS }, the descriptor's number
 *   96  the byte
 * </pre>
 */
final class DescriptorMessage {
    /** Of recvmsg: MSG_CMSG_CLOEXEC. */
    static final int CLOSE_ON_EXEC = 0x40000000;

    private static final int MESSAGE_IOV = 16;
    private static final int MESSAGE_IOV_LENGTH = 24;
    private static final int MESSAGE_CONTROL = 32;
    private static final int MESSAGE_CONTROL_LENGTH = 40;
    private static final int IOV = 56;
    private static final int IOV_LENGTH = IOV + Long.BYTES;
    private static final int CONTROL = 72;
    private static final int CONTROL_LEVEL = CONTROL + Long.BYTES;
    private static final int CONTROL_TYPE = CONTROL_LEVEL + Integer.BYTES;
    private static final int CONTROL_DATA = CONTROL_TYPE + Integer.BYTES;
    private static final int CONTROL_SPACE = 24;
    private static final int DATA = CONTROL + CONTROL_SPACE;
    private static final int BYTES = DATA + Long.BYTES;

    private static final long CONTROL_LENGTH = 20;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;

    private final Pointer memory = NativeMemory.zeroed(BYTES);

    private DescriptorMessage() {
        memory.putLong(MESSAGE_IOV, memory.address() + IOV);
        memory.putLong(MESSAGE_IOV_LENGTH, 1);
        memory.putLong(MESSAGE_CONTROL, memory.address() + CONTROL);
        memory.putLong(MESSAGE_CONTROL_LENGTH, CONTROL_SPACE);
        memory.putLong(IOV, memory.address() + DATA);
        memory.putLong(IOV_LENGTH, 1);
    }

    static DescriptorMessage carrying(int number) {
        DescriptorMessage message = new DescriptorMessage();
        message.memory.putLong(CONTROL, CONTROL_LENGTH);
        message.memory.putInt(CONTROL_LEVEL, SOL_SOCKET);
        message.memory.putInt(CONTROL_TYPE, SCM_RIGHTS);
        message.memory.putInt(CONTROL_DATA, number);
        return message;
    }

    /** To be received into. */
    static DescriptorMessage empty() {
        return new DescriptorMessage();
    }

    /** Makes a call that is given the message's address. */
    long during(LongUnaryOperator call) {
        try {
            return call.applyAsLong(memory.address());
        } finally {
            Reference.reachabilityFence(memory);
        }
    }

    /** The descriptor that was received. */
    int number() throws IOException {
        boolean isThere = memory.getLong(MESSAGE_CONTROL_LENGTH) >= CONTROL_LENGTH
                && memory.getInt(CONTROL_LEVEL) == SOL_SOCKET
                && memory.getInt(CONTROL_TYPE) == SCM_RIGHTS;
        if (!isThere) {
            throw new IOException("a byte was written here, and no descriptor sent");
        }
        return memory.getInt(CONTROL_DATA);
    }
}
