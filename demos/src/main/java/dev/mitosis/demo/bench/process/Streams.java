package dev.mitosis.demo.bench.process;

/** Whether the messages of several producers come in each one's order. */
final class Streams {
    /** More producers than any case has. */
    private static final int MOST = 16;

    private final long[] last = new long[MOST];
    private int known;

    /**
     * @param withoutGaps whether one more than the last one is the only right next one
     */
    boolean isNext(long id, boolean withoutGaps) {
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
