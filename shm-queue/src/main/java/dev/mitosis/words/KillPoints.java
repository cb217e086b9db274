package dev.mitosis.words;

/**
 * Where a test can end a process: behind each store that {@link Words} makes. The points are numbered as they are passed, from 1. They
 * are there only in a JVM that was started with {@code -Dmitosis.killPoints=true}; in others, compiled code has nothing of them.
 */
public final class KillPoints {
    private static final boolean THERE = Boolean.getBoolean("mitosis.killPoints");

    private static long pointsLeft;
    private static Runnable end;

    private KillPoints() {}

    /**
     * From now on, and in one thread only.
     *
     * @param point how many stores there are to be yet
     * @param whatEnds the process, at once
     */
    public static void arm(long point, Runnable whatEnds) {
        if (!THERE) {
            throw new IllegalStateException("this JVM has no kill points, mitosis.killPoints=false");
        }
        end = whatEnds;
        pointsLeft = point;
    }

    static void pass() {
        if (THERE && pointsLeft > 0 && --pointsLeft == 0) {
            end.run();
        }
    }
}
