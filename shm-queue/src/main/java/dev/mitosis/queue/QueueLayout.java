package dev.mitosis.queue;

import dev.mitosis.participant.ParticipantTable;

/**
 * Where everything is in a queue's file. All words are 64 bits wide and little-endian; those that different processes write
 * again and again stand two cache lines apart, slots' words one.
 *
 * <pre>
 *    0   +----------------+----------------+----------------+----------------+
 *        | magic          | version        | topology       | file length    |   written once, before the
 *   32   +----------------+----------------+----------------+----------------+   file gets its name
 *        | capacity       | producers      | consumers      | message length |
 *   64   +----------------+----------------+----------------+----------------+
 *        | wake protocol  | pid namespace  | checksum       |
 *  128   +----------------+----------------+----------------+
 *        | state          |                                                      0 open, 1 shut down
 *  256   +----------------+----------------+
 *        | used producers | used consumers |                                     places that were ever taken
 *  384   +----------------+----------------+
 *        | asleep         |                                                      for all producers
 *  512   +----------------+
 *        | asleep         |                                                      for all consumers
 *  640   +----------------+
 *        | producers at   |                                                      slots only
 *  768   +----------------+
 *        | consumers at   |                                                      slots only
 *  896   +----------------+
 *        | rewinds        |                                                      slots only
 * 1024   +----------------+--------------------------------------------------+
 *        | participants: see ParticipantTable                                |   producers, then consumers
 *        +-------------------------------------------------------------------+
 *        | lanes' words, for each producer: see below                        |   or none, with slots
 *  page  +-------------------------------------------------------------------+
 *        | lanes' rings, for each producer: records, see RecordWord          |   or slots' words, then
 *        +-------------------------------------------------------------------+   slots' messages
 * </pre>
 *
 * A lane's words:
 *
 * <pre>
 *    0   +----------------+----------------+----------------+
 *        | tail           | intent         | checkpoint     |                    the producer's
 *   24   +----------------+----------------+----------------+----------------+
 *        | position 0     | count 0        | position 1     | count 1        |   see LossyRoom
 *  128   +----------------+----------------+----------------+----------------+
 *        | head           | received       |                                     consumer 0's
 *  256   +----------------+----------------+
 *        | ...                                                                   consumer 1's
 *        +----------------
 * </pre>
 */
final class QueueLayout {
    /** "MITOSISQ", as the file's first eight characters. */
    static final long MAGIC = 0x51_53_49_53_4f_54_49_4dL;

    static final long VERSION = 3;

    /** Publishers fence, sleepers fence. */
    static final long WAKE_BY_FENCES = 0;
    /** Sleepers run membarrier(2), publishers do nothing. */
    static final long WAKE_BY_MEMBARRIER = 1;

    static final long STATE_OPEN = 0;
    static final long STATE_SHUT_DOWN = 1;

    /** Words that one process writes and another reads stand this far apart: two cache lines. */
    private static final int APART = 128;

    private static final int PAGE = 4096;

    static final long MAGIC_OFFSET = 0;
    static final long VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
    static final long TOPOLOGY_OFFSET = VERSION_OFFSET + Long.BYTES;
    static final long FILE_LENGTH_OFFSET = TOPOLOGY_OFFSET + Long.BYTES;
    static final long CAPACITY_OFFSET = FILE_LENGTH_OFFSET + Long.BYTES;
    static final long PRODUCERS_OFFSET = CAPACITY_OFFSET + Long.BYTES;
    static final long CONSUMERS_OFFSET = PRODUCERS_OFFSET + Long.BYTES;
    static final long MESSAGE_LENGTH_OFFSET = CONSUMERS_OFFSET + Long.BYTES;
    static final long WAKE_PROTOCOL_OFFSET = MESSAGE_LENGTH_OFFSET + Long.BYTES;
    static final long PID_NAMESPACE_OFFSET = WAKE_PROTOCOL_OFFSET + Long.BYTES;
    static final long CHECKSUM_OFFSET = PID_NAMESPACE_OFFSET + Long.BYTES;
    static final long STATE_OFFSET = MAGIC_OFFSET + APART;
    private static final long USED_OFFSET = STATE_OFFSET + APART;
    private static final long ASLEEP_OFFSET = USED_OFFSET + APART;
    private static final long HINT_OFFSET = ASLEEP_OFFSET + 2 * APART;
    static final long REWINDS_OFFSET = HINT_OFFSET + 2 * APART;
    static final long PARTICIPANTS_OFFSET = REWINDS_OFFSET + APART;

    /** Of a lane's words, from where they begin. */
    static final int TAIL = 0;

    static final int INTENT = TAIL + Long.BYTES;
    static final int CHECKPOINT = INTENT + Long.BYTES;
    static final int CHECKPOINTS = CHECKPOINT + Long.BYTES;
    private static final int HEADS = TAIL + APART;
    /** From a head. */
    static final int RECEIVED = Long.BYTES;

    /** No file is shorter. */
    static final long SHORTEST = PAGE;

    private final QueueHeader header;
    private final long lanesOffset;
    private final long laneBytes;
    private final long messagesOffset;

    QueueLayout(QueueHeader header) {
        this.header = header;
        lanesOffset =
                PARTICIPANTS_OFFSET + (long) (header.producers() + header.consumers()) * ParticipantTable.ENTRY_BYTES;
        laneBytes = header.hasSlots() ? 0 : HEADS + (long) header.consumers() * APART;
        messagesOffset = pages(lanesOffset + header.producers() * laneBytes);
    }

    long fileLength() {
        return messagesOffset + (header.hasSlots() ? header.slots().bytes() : header.producers() * header.capacity());
    }

    /** Where the word is that counts the places of a role that were ever taken. */
    static long usedOffset(Role role) {
        return USED_OFFSET + which(role) * Long.BYTES;
    }

    /** Where the word is at which somebody looks who would wake all of a role. */
    static long asleepOffset(Role role) {
        return ASLEEP_OFFSET + which(role) * APART;
    }

    /** Where the word is that says how far a role has got, with slots. */
    static long hintOffset(Role role) {
        return HINT_OFFSET + which(role) * APART;
    }

    private static long which(Role role) {
        return role == Role.PRODUCER ? 0 : 1;
    }

    int places(Role role) {
        return role == Role.PRODUCER ? header.producers() : header.consumers();
    }

    /** The entry of the first participant of a role. */
    int firstEntry(Role role) {
        return role == Role.PRODUCER ? 0 : header.producers();
    }

    int entries() {
        return header.producers() + header.consumers();
    }

    long laneOffset(int lane) {
        return lanesOffset + lane * laneBytes;
    }

    long headOffset(int lane, int consumer) {
        return laneOffset(lane) + HEADS + (long) consumer * APART;
    }

    long ringOffset(int lane) {
        return messagesOffset + lane * header.capacity();
    }

    /** Where the slots' words begin; their messages follow. */
    long slotsOffset() {
        return messagesOffset;
    }

    private static long pages(long bytes) {
        return (bytes + PAGE - 1) & -PAGE;
    }
}
