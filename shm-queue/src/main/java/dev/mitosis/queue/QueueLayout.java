package dev.mitosis.queue;

import dev.mitosis.participant.ParticipantTable;

/**
 * Where everything is in a queue's file. All words are 64 bits wide and little-endian.
 *
 * <pre>
 *    0   +----------------+----------------+----------------+----------------+
 *        | magic          | version        | topology       | file length    |   written once, before the
 *   32   +----------------+----------------+----------------+----------------+   file gets its name
 *        | ring capacity  | wake protocol  | pid namespace  | checksum       |
 *  128   +----------------+----------------+----------------+----------------+
 *        | state          |                                                      0 open, 1 shut down
 *  256   +----------------+
 *        | head           |                                                      written by the consumer
 *  384   +----------------+
 *        | tail           |                                                      written by the producer, now and then
 *  512   +----------------+
 *        | participants: see ParticipantTable                                |   producer, then consumer
 * 4096   +-------------------------------------------------------------------+
 *        | ring: records, see RecordWord                                         |
 *        +-------------------------------------------------------------------+
 * </pre>
 */
final class QueueLayout {
    /** "MITOSISQ", as the file's first eight characters. */
    static final long MAGIC = 0x51_53_49_53_4f_54_49_4dL;

    static final long VERSION = 1;
    /** The one topology that there is: one producer, one consumer. */
    static final long TOPOLOGY_SPSC = 1;

    /** Publishers fence, sleepers fence. */
    static final long WAKE_BY_FENCES = 0;
    /** Sleepers run membarrier(2), publishers do nothing. */
    static final long WAKE_BY_MEMBARRIER = 1;

    static final long STATE_OPEN = 0;
    static final long STATE_SHUT_DOWN = 1;

    static final int PRODUCER_ENTRY = 0;
    static final int CONSUMER_ENTRY = 1;
    static final int ENTRIES = 2;

    /** Words that one process writes and another reads stand this far apart: two cache lines. */
    private static final int APART = 128;

    private static final int PAGE = 4096;

    static final long MAGIC_OFFSET = 0;
    static final long VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
    static final long TOPOLOGY_OFFSET = VERSION_OFFSET + Long.BYTES;
    static final long FILE_LENGTH_OFFSET = TOPOLOGY_OFFSET + Long.BYTES;
    static final long CAPACITY_OFFSET = FILE_LENGTH_OFFSET + Long.BYTES;
    static final long WAKE_PROTOCOL_OFFSET = CAPACITY_OFFSET + Long.BYTES;
    static final long PID_NAMESPACE_OFFSET = WAKE_PROTOCOL_OFFSET + Long.BYTES;
    static final long CHECKSUM_OFFSET = PID_NAMESPACE_OFFSET + Long.BYTES;
    static final long STATE_OFFSET = MAGIC_OFFSET + APART;
    static final long HEAD_OFFSET = STATE_OFFSET + APART;
    static final long TAIL_OFFSET = HEAD_OFFSET + APART;
    static final long PARTICIPANTS_OFFSET = TAIL_OFFSET + APART;
    static final long RING_OFFSET = PAGE;

    static {
        assert PARTICIPANTS_OFFSET + ENTRIES * ParticipantTable.ENTRY_BYTES <= RING_OFFSET;
    }

    private QueueLayout() {}

    static long fileLength(long capacity) {
        return RING_OFFSET + capacity;
    }
}
