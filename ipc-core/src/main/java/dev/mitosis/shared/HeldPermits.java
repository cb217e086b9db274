package dev.mitosis.shared;

/**
 * How many permits a seat's process holds, and how many changes there were to that: in the lower and in the upper half of its word.
 */
final class HeldPermits {
    private HeldPermits() {}

    static int count(long word) {
        return (int) word;
    }

    static long turn(long word) {
        return (word >>> Integer.SIZE) & 1;
    }

    static long changed(long word, int change) {
        return (((word >>> Integer.SIZE) + 1) << Integer.SIZE) | (count(word) + change);
    }
}
