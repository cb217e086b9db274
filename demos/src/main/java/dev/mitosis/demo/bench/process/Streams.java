package dev.mitosis.demo.bench.process;

/** Whether the messages of several producers come in each one's order. */
final class Streams {
    /** More producers than any case has. */
    private static final int MOST = 16;

    private final long[] last = new long[MOST];
    private final boolean withoutGaps;
    private int known;

    /**
     * @param withoutGaps whether one more than the last one is the only right next one; not so where consumers share them
     */
    Streams(boolean withoutGaps) {
        this.withoutGaps = withoutGaps;
    }

    boolean isNext(long id) {
        for (int i = 0; i < known; i++) {
            if ((id ^ last[i]) >>> Run.STREAM_SHIFT == 0) {
                boolean next = withoutGaps ? id == last[i] + 1 : id > last[i];
                last[i] = id;
                return next;
            }
        }
        last[known++] = id;
        return true;
    }
}
