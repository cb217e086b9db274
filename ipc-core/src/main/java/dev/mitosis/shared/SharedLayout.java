package dev.mitosis.shared;

import dev.mitosis.participant.ParticipantTable;

/**
 * Where everything is in the file of a shared object. It is the same for all kinds: each has seats for the processes that use it, a
 * lock with conditions, and words or bytes of its own. All words are 64 bits wide and little-endian.
 *
 * <pre>
 *    0   +----------------+----------------+----------------+----------------+
 *        | magic          | version        | kind           | file length    |   written once, before the
 *   32   +----------------+----------------+----------------+----------------+   file gets its name
 *        | body length    | parameter      | option         | wake protocol  |
 *   64   +----------------+----------------+----------------+----------------+
 *        | pid namespace  | creator        | checksum       |
 *  128   +----------------+----------------+----------------+
 *        | used seats     | deaths         | last dead      | conditions     |   how many were taken
 *  256   +----------------+----------------+----------------+----------------+
 *        | owner          | state          | line                            |   the lock: see LockWords
 *  384   +----------------+----------------+----------------+----------------+
 *        | word           | second word    | line                            |   the object's own
 *  512   +----------------+----------------+----------------+----------------+
 *        | room           | ...                                                  each condition's, 64 bytes
 * 1536   +----------------+----------------+----------------+----------------+
 *        | present        | held           | waiting        | unused         |   each seat's
 *        | ...                                                               |
 *  ...   +-------------------------------------------------------------------+
 *        | participants: see ParticipantTable                                |   each seat's
 *        +-------------------------------------------------------------------+
 *  page  | body                                                              |   memory, values
 *        +-------------------------------------------------------------------+
 * </pre>
 *
 * {@code room}: see {@link WaitingRoom}; {@code line}: see {@link Line}.
 */
final class SharedLayout {
    /** "MITOSISS", as the file's first eight characters. */
    static final long MAGIC = 0x53_53_49_53_4f_54_49_4dL;

    static final long VERSION = 1;
    /** Publishers fence, sleepers fence. */
    static final long WAKE_BY_FENCES = 0;
    /** Sleepers run membarrier(2), publishers do nothing. */
    static final long WAKE_BY_MEMBARRIER = 1;

    /** How many processes can use an object at once. */
    static final int SEATS = 128;
    /** How many conditions a lock can have. */
    static final int CONDITIONS = 16;

    private static final int APART = 128;
    private static final int PAGE = 4096;
    private static final int CONDITION_BYTES = 64;
    private static final int SEAT_BYTES = 32;

    static final long MAGIC_OFFSET = 0;
    static final long VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
    static final long KIND_OFFSET = VERSION_OFFSET + Long.BYTES;
    static final long FILE_LENGTH_OFFSET = KIND_OFFSET + Long.BYTES;
    static final long BODY_LENGTH_OFFSET = FILE_LENGTH_OFFSET + Long.BYTES;
    static final long PARAMETER_OFFSET = BODY_LENGTH_OFFSET + Long.BYTES;
    static final long OPTION_OFFSET = PARAMETER_OFFSET + Long.BYTES;
    static final long WAKE_PROTOCOL_OFFSET = OPTION_OFFSET + Long.BYTES;
    static final long PID_NAMESPACE_OFFSET = WAKE_PROTOCOL_OFFSET + Long.BYTES;
    static final long CREATOR_OFFSET = PID_NAMESPACE_OFFSET + Long.BYTES;
    static final long CHECKSUM_OFFSET = CREATOR_OFFSET + Long.BYTES;

    static final long USED_SEATS_OFFSET = MAGIC_OFFSET + APART;
    static final long DEATHS_OFFSET = USED_SEATS_OFFSET + Long.BYTES;
    static final long LAST_DEAD_OFFSET = DEATHS_OFFSET + Long.BYTES;
    static final long USED_CONDITIONS_OFFSET = LAST_DEAD_OFFSET + Long.BYTES;

    static final long LOCK_OFFSET = USED_SEATS_OFFSET + APART;
    /** From the lock's first word. */
    static final int OWNER = 0;

    static final int STATE = OWNER + Long.BYTES;
    static final int LINE = STATE + Long.BYTES;

    static final long OWN_OFFSET = LOCK_OFFSET + APART;
    static final long OWN_SECOND_OFFSET = OWN_OFFSET + Long.BYTES;
    static final long OWN_LINE_OFFSET = OWN_SECOND_OFFSET + Long.BYTES;
    static final long OWN_ROOM_OFFSET = OWN_LINE_OFFSET + Line.ROOMS;

    private static final long CONDITIONS_OFFSET = OWN_OFFSET + APART;
    private static final long SEATS_OFFSET = CONDITIONS_OFFSET + CONDITIONS * CONDITION_BYTES;
    /** From a seat's first word. */
    static final int PRESENT = 0;

    static final int HELD = PRESENT + Long.BYTES;
    static final int WAITING = HELD + Long.BYTES;

    static final long PARTICIPANTS_OFFSET = pages(SEATS_OFFSET + SEATS * SEAT_BYTES);
    static final long BODY_OFFSET = pages(PARTICIPANTS_OFFSET + SEATS * ParticipantTable.ENTRY_BYTES);

    private SharedLayout() {}

    static long fileLength(long bodyLength) {
        return pages(BODY_OFFSET + bodyLength);
    }

    static long conditionOffset(int condition) {
        return CONDITIONS_OFFSET + (long) condition * CONDITION_BYTES;
    }

    static long seatOffset(int seat) {
        return SEATS_OFFSET + (long) seat * SEAT_BYTES;
    }

    private static long pages(long bytes) {
        return (bytes + PAGE - 1) & -PAGE;
    }
}
