package dev.mitosis.shared;

/** What becomes of a semaphore's permits when the process dies that has acquired them. */
public enum PermitsOfTheDead {
    /** They go back to the semaphore. For permits that their acquirer releases, as those of a limited resource. */
    RETURN(0),
    /**
     * They stay out, and those who wait are told: {@link SharedSemaphore#returnPermitsOfTheDead} gives them back. For permits by which
     * one process signals to another.
     */
    REPORT(1);

    private final long code;

    PermitsOfTheDead(long code) {
        this.code = code;
    }

    /** In the file. */
    long code() {
        return code;
    }
}
