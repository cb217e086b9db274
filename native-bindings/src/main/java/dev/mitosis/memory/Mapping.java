package dev.mitosis.memory;

/** Pages of a file at an address in this process. The two platforms' ways of making one are {@link SharedFile}s. */
abstract class Mapping {
    private final long address;
    private final long length;

    Mapping(long address, long length) {
        this.address = address;
        this.length = length;
    }

    final long address() {
        return address;
    }

    final long length() {
        return length;
    }

    /** Lets go of the file at once; the addresses stay valid, so that a late reader is wrong but does not crash. */
    abstract void detach();

    /** Waits until what was written is in the file. */
    abstract void sync();
}
