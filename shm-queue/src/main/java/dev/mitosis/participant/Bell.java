package dev.mitosis.participant;

import dev.mitosis.words.Words;

/** Wakes those who sleep until something has been published. */
public interface Bell {
    /** What {@link #wordToLookAt()} holds while nobody has to be woken. */
    long AWAKE = 0;

    /**
     * The address of the word that publishers look at after each publication, behind a {@link Words#compilerFence()}, for
     * those who would save the loads on the way to it: they {@link #ring()} when it is not {@link #AWAKE}.
     *
     * @return 0 where looking is not enough: then they must {@link #ring()}
     */
    long wordToLookAt();

    /** Wakes who sleeps. Call it after every publication; it costs a load, mostly. */
    void ring();

    /** Wakes, whether somebody says that they sleep or not: their waker may have died half way. */
    void wake();
}
