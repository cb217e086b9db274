package dev.mitosis.queue;

import java.util.List;
import java.util.function.IntSupplier;

/** Reads the lanes of several producers, each in its turn. */
final class LanesReader implements Reader {
    private final Reader[] lanes;
    private final IntSupplier usedLanes;
    private int turn;
    private int last;

    /**
     * @param usedLanes how many of them have ever had a producer
     */
    LanesReader(List<? extends Reader> lanes, IntSupplier usedLanes) {
        this.lanes = lanes.toArray(Reader[]::new);
        this.usedLanes = usedLanes;
    }

    @Override
    public Message next() {
        int used = usedLanes.getAsInt();
        for (int i = 0; i < used; i++) {
            int lane = takeTurn(used);
            Message message = lanes[lane].next();
            if (message != null) {
                last = lane;
                return message;
            }
        }
        return null;
    }

    @Override
    public boolean isReady() {
        int used = usedLanes.getAsInt();
        for (int lane = 0; lane < used; lane++) {
            if (lanes[lane].isReady()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void checkIdle() {
        int used = usedLanes.getAsInt();
        for (int lane = 0; lane < used; lane++) {
            lanes[lane].checkIdle();
        }
    }

    @Override
    public int drain(MessageHandler handler, int limit) {
        int used = usedLanes.getAsInt();
        int count = 0;
        for (int i = 0; i < used && count < limit; i++) {
            last = takeTurn(used);
            count += lanes[last].drain(handler, limit - count);
            lanes[last].release();
        }
        return count;
    }

    private int takeTurn(int used) {
        int lane = turn < used ? turn : 0;
        turn = lane + 1;
        return lane;
    }

    @Override
    public void release() {
        lanes[last].release();
    }

    @Override
    public void stop() {
        for (Reader lane : lanes) {
            lane.stop();
        }
    }

    @Override
    public void leave() {
        for (Reader lane : lanes) {
            lane.leave();
        }
    }

    @Override
    public long missed() {
        long missed = 0;
        for (Reader lane : lanes) {
            missed += lane.missed();
        }
        return missed;
    }
}
