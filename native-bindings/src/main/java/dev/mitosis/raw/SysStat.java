package dev.mitosis.raw;

/** {@code sys/stat.h}. */
public interface SysStat {
    int mkdir(CharSequence path, int mode);
}
