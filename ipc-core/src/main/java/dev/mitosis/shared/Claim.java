package dev.mitosis.shared;

/**
 * How one thread of this process is named in the words of one object.
 *
 * @param incarnation of the process: see {@link Self}
 * @param word see {@link OwnerWord}
 */
record Claim(Thread thread, int incarnation, long word) {
    static final Claim NOBODY = new Claim(null, -1, OwnerWord.NOBODY);

    /** Whether it is the calling thread's. */
    boolean isMine() {
        return thread == Thread.currentThread() && incarnation == Self.incarnation();
    }
}
