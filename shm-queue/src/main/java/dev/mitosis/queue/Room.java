package dev.mitosis.queue;

/** How far the producer of a lane may write. Asked when what is known to be free is used up. */
interface Room {
    /** From where on the lane's records are sure to be whole: a new producer finds its place from there. */
    long start();

    /**
     * @param published up to where all records have been
     * @return up to where it may write records; what is behind that, and as long as {@link RecordWord#GAP_BYTES}, is free too
     */
    long limit(long published);
}
