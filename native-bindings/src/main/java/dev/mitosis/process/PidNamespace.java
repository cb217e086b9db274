package dev.mitosis.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** In which the numbers of processes mean something. */
public final class PidNamespace {
    private PidNamespace() {}

    /** This process's, as an inode's number; 0 where there is only one. */
    public static long current() {
        try {
            // The link reads pid:[4026531836].
            String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
            return Long.parseLong(link.replaceAll("[^0-9]", ""));
        } catch (IOException notLinux) {
            return 0;
        }
    }
}
