package dev.mitosis.shared;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.platform.Capability;
import dev.mitosis.process.PidNamespace;
import dev.mitosis.process.ProcessIdentity;
import java.util.Optional;

/**
 * What is fixed when a shared object's file is made. It is read and checked once.
 *
 * @param bodyLength of memory and values, in bytes
 * @param parameter the number that the kind needs: a semaphore's limit, a barrier's parties, an array's length
 * @param option a semaphore's {@link PermitsOfTheDead}
 * @param wakeByMembarrier whether publishers leave the fence to sleepers
 * @param pidNamespace in which processes' numbers mean something; 0 when there is only one
 * @param creator who made the file
 */
record SharedHeader(
        SharedKind kind,
        long bodyLength,
        long parameter,
        long option,
        boolean wakeByMembarrier,
        long pidNamespace,
        long creator) {
    static final long LONGEST_BODY = 1L << 40;

    static SharedHeader forNewFile(SharedKind kind, long bodyLength, long parameter, long option) {
        return new SharedHeader(
                kind,
                bodyLength,
                parameter,
                option,
                Capability.MEMBARRIER.isAvailable(),
                PidNamespace.current(),
                ProcessIdentity.current().toWord());
    }

    long fileLength() {
        return SharedLayout.fileLength(bodyLength);
    }

    Optional<ProcessIdentity> maker() {
        return ProcessIdentity.ofWord(creator);
    }

    void writeTo(MappedRegion region) {
        region.putLong(SharedLayout.VERSION_OFFSET, SharedLayout.VERSION);
        region.putLong(SharedLayout.KIND_OFFSET, kind.code());
        region.putLong(SharedLayout.FILE_LENGTH_OFFSET, region.length());
        region.putLong(SharedLayout.BODY_LENGTH_OFFSET, bodyLength);
        region.putLong(SharedLayout.PARAMETER_OFFSET, parameter);
        region.putLong(SharedLayout.OPTION_OFFSET, option);
        region.putLong(
                SharedLayout.WAKE_PROTOCOL_OFFSET,
                wakeByMembarrier ? SharedLayout.WAKE_BY_MEMBARRIER : SharedLayout.WAKE_BY_FENCES);
        region.putLong(SharedLayout.PID_NAMESPACE_OFFSET, pidNamespace);
        region.putLong(SharedLayout.CREATOR_OFFSET, creator);
        region.putLong(SharedLayout.MAGIC_OFFSET, SharedLayout.MAGIC);
        region.putLong(SharedLayout.CHECKSUM_OFFSET, checksum(region));
    }

    /**
     * @throws CorruptFileException when it is no shared object's, or of another version, or damaged
     * @throws IllegalStateException when it cannot be used from here
     */
    static SharedHeader readFrom(MappedRegion region) {
        checkSize(region.length());
        expect(region, "magic", SharedLayout.MAGIC_OFFSET, SharedLayout.MAGIC);
        expect(region, "version", SharedLayout.VERSION_OFFSET, SharedLayout.VERSION);
        expect(region, "checksum", SharedLayout.CHECKSUM_OFFSET, checksum(region));
        expect(region, "fileLength", SharedLayout.FILE_LENGTH_OFFSET, region.length());
        long code = region.getLong(SharedLayout.KIND_OFFSET);
        long bodyLength = region.getLong(SharedLayout.BODY_LENGTH_OFFSET);
        if (bodyLength < 0 || bodyLength > LONGEST_BODY || SharedLayout.fileLength(bodyLength) != region.length()) {
            throw new CorruptFileException(
                    "bodyLength", bodyLength, "one that fits a file of " + region.length() + " bytes");
        }
        SharedHeader header = new SharedHeader(
                SharedKind.ofCode(code)
                        .orElseThrow(() -> new CorruptFileException("kind", code, "one that this version knows")),
                bodyLength,
                region.getLong(SharedLayout.PARAMETER_OFFSET),
                region.getLong(SharedLayout.OPTION_OFFSET),
                region.getLong(SharedLayout.WAKE_PROTOCOL_OFFSET) == SharedLayout.WAKE_BY_MEMBARRIER,
                region.getLong(SharedLayout.PID_NAMESPACE_OFFSET),
                region.getLong(SharedLayout.CREATOR_OFFSET));
        if (header.pidNamespace != PidNamespace.current()) {
            throw new IllegalStateException(
                    "the processes that use it live in another PID namespace, so nobody here could"
                            + " tell who is alive, namespace=" + header.pidNamespace);
        }
        return header;
    }

    /** To be asked before the file is mapped, too: an empty one cannot be. */
    static void checkSize(long bytes) {
        if (bytes < SharedLayout.BODY_OFFSET) {
            throw new CorruptFileException("size", bytes, "at least " + SharedLayout.BODY_OFFSET);
        }
    }

    private static void expect(MappedRegion region, String field, long offset, long expected) {
        long value = region.getLong(offset);
        if (value != expected) {
            throw new CorruptFileException(field, value, String.valueOf(expected));
        }
    }

    private static long checksum(MappedRegion region) {
        return region.checksum(SharedLayout.MAGIC_OFFSET, SharedLayout.CHECKSUM_OFFSET);
    }
}
