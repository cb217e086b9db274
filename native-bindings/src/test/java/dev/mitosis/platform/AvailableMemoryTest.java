package dev.mitosis.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel says, written by hand; LiveForkTest has a group with a limit. */
class AvailableMemoryTest {
    private static final long MACHINE = 8L << 30;
    private static final long LIMIT = 1 << 30;

    @TempDir
    Path proc;

    @TempDir
    Path mount;

    @BeforeEach
    void describeTheMachine() throws IOException {
        Files.createDirectory(proc.resolve("self"));
        Files.writeString(proc.resolve("meminfo"), "MemTotal: 1 kB\nMemAvailable:  " + MACHINE / 1024 + " kB\n");
    }

    @Test
    void isLessThanTheMachineHas() {
        long total =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        long available = AvailableMemory.bytes().orElse(0);
        assertEquals(Platform.current().isLinux(), available > 0);
        assertTrue(available < total, available + " of " + total);
    }

    @Test
    void isWhatTheMachineHasWhereNothingLimitsIt() throws IOException {
        belongsTo("0::/app", "/ " + mount + " rw - cgroup2 cgroup2 rw");
        group("app", "memory.max", "max", "memory.current", 5);
        assertEquals(OptionalLong.of(MACHINE), AvailableMemory.bytes(proc));
    }

    @Test
    void isWhatTheInnermostGroupOrOneAroundItHas() throws IOException {
        belongsTo("0::/pod/app", "/ " + mount + " rw - cgroup2 cgroup2 rw");
        group("pod", "memory.max", LIMIT, "memory.current", 600);
        group("pod/app", "memory.max", LIMIT, "memory.current", 500);
        assertEquals(OptionalLong.of(LIMIT - 600), AvailableMemory.bytes(proc));
        Files.writeString(mount.resolve("pod/memory.stat"), "anon 7\ninactive_file 200\n");
        assertEquals(OptionalLong.of(LIMIT - 500), AvailableMemory.bytes(proc));
    }

    @Test
    void countsFilesOfAllGroupsWithinAGroupOfTheFirstVersion() throws IOException {
        belongsTo("3:cpu:/\n4:hugetlb,memory:/app", "/ " + mount + " rw - cgroup cgroup rw,hugetlb,memory");
        group("app", "memory.limit_in_bytes", LIMIT, "memory.usage_in_bytes", 600);
        Files.writeString(mount.resolve("app/memory.stat"), "inactive_file 1\ntotal_inactive_file 200\n");
        assertEquals(OptionalLong.of(LIMIT - 400), AvailableMemory.bytes(proc));
    }

    /** A container that sees its part of the hierarchy only, under the name that the part has outside. */
    @Test
    void findsTheGroupWhereAPartOfTheHierarchyIsMounted() throws IOException {
        belongsTo("4:memory:/docker/1/sub", "/docker/1 " + mount + " rw - cgroup cgroup rw,memory");
        group("sub", "memory.limit_in_bytes", LIMIT, "memory.usage_in_bytes", 600);
        assertEquals(OptionalLong.of(LIMIT - 600), AvailableMemory.bytes(proc));
    }

    @Test
    void takesNoOtherGroupForOneThatIsNotToBeSeen() throws IOException {
        belongsTo("0::/../app", "/ " + mount + " rw - cgroup2 cgroup2 rw");
        group("app", "memory.max", LIMIT, "memory.current", 600);
        assertEquals(OptionalLong.of(MACHINE), AvailableMemory.bytes(proc));
    }

    private void belongsTo(String membership, String mounted) throws IOException {
        Files.writeString(proc.resolve("self/cgroup"), membership + "\n");
        Files.writeString(
                proc.resolve("self/mountinfo"), "31 23 0:28 / /sys rw - tmpfs tmpfs rw\n32 31 0:29 " + mounted + "\n");
    }

    private void group(String name, String limitFile, Object limit, String usageFile, long usage) throws IOException {
        Path group = Files.createDirectories(mount.resolve(name));
        Files.writeString(group.resolve(limitFile), limit + "\n");
        Files.writeString(group.resolve(usageFile), usage + "\n");
    }
}
