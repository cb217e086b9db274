package dev.mitosis.demo.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.mitosis.fork.LiveFork;
import dev.mitosis.ipc.StartMethod;
import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.memory.SharedFile;
import dev.mitosis.platform.AvailableMemory;
import dev.mitosis.platform.Capability;
import dev.mitosis.platform.Platform;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says what works on this machine, what does not and why, and what to do about it. */
public final class Doctor {
    private static final int PROBE_BYTES = 4096;

    private final PrintStream out;

    public Doctor(PrintStream out) {
        this.out = out;
    }

    /** Prints the findings; says whether the main job can be done. */
    public boolean examine() {
        say("system", Platform.current() + ", " + System.getProperty("os.version"));
        say("JVM", System.getProperty("java.vm.name") + " " + Runtime.version());
        say("memory", memory());
        say("CPUs", Runtime.getRuntime().availableProcessors() + adviceOnCpus());
        for (Capability capability : Capability.values()) {
            say(capability.description(), yesOrWhyNot(capability.missingBecause()));
        }
        say("live fork", yesOrWhyNot(LiveFork.missingBecause()));
        say("start method", StartMethod.preferred() + " by default");
        return examineSharedFiles();
    }

    private boolean examineSharedFiles() {
        try {
            SharedDirectory directory = SharedDirectory.ofThisUser();
            tryFile(directory.temporary("doctor"));
            say("shared files", directory.path() + ", " + mebibytes(freeBytes(directory.path())) + " free");
            return true;
        } catch (RuntimeException refused) {
            say("shared files", "no: " + refused.getMessage());
            say("", "choose another place with -D" + SharedDirectory.DIRECTORY_PROPERTY + "=...");
            return false;
        }
    }

    private static void tryFile(Path path) {
        try (SharedFile file = SharedFile.create(path, PROBE_BYTES);
                MappedRegion region = file.map()) {
            region.putLong(0, 1);
        } finally {
            path.toFile().delete();
        }
    }

    /** As far as this container may use it, if it is one: what a forked child writes is there twice. */
    private static String memory() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long available = AvailableMemory.bytes().orElseGet(system::getFreeMemorySize);
        return mebibytes(available) + " available of " + mebibytes(system.getTotalMemorySize());
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    private static String adviceOnCpus() {
        return Runtime.getRuntime().availableProcessors() > 1
                ? ""
                : ": processes take turns, so let them block instead of spin";
    }

    private static long freeBytes(Path path) {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String yesOrWhyNot(String missingBecause) {
        return missingBecause.isEmpty() ? "yes" : "no: " + missingBecause;
    }

    private void say(String what, String finding) {
        out.printf("%-34s %s%n", what, finding);
    }
}
