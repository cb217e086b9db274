package dev.mitosis.ipc;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.memory.SharedFile;
import dev.mitosis.platform.OsException;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.words.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The children that a process has, in a file of its own, for others to read; gone with the process, or removed by the next one
 * when it was killed.
 *
 * <pre>
 *   byte 0          8         12                         64
 *        +----------+---------+---------------------------+
 *        | parent   | unused                              |   its identity, when the file is ready
 *        +----------+---------+---------------------------+
 *        | child    | length  | FORK reader               |   its identity, written last, or 0; start method and name
 *        +----------+---------+---------------------------+
 *        | ...                                            |
 * </pre>
 *
 * A child for which there is no entry left is not listed. Thread-safe.
 */
final class FamilyRoll implements AutoCloseable {
    static final String PURPOSE = "family";

    private static final int ENTRY_BYTES = 64;
    private static final int LENGTH_OFFSET = Long.BYTES;
    private static final int TEXT_OFFSET = LENGTH_OFFSET + Integer.BYTES;
    private static final int LONGEST_TEXT = ENTRY_BYTES - TEXT_OFFSET;
    private static final int ENTRIES = 1023;
    private static final long FREE = 0;

    private final Path path;
    private final MappedRegion region;

    private FamilyRoll(Path path, MappedRegion region) {
        this.path = path;
        this.region = region;
    }

    /** None where there is no room for one: it only informs. */
    static Optional<FamilyRoll> create() {
        Path path = SharedDirectory.ofThisUser().temporary(PURPOSE);
        try (SharedFile file = SharedFile.create(path, (ENTRIES + 1L) * ENTRY_BYTES)) {
            FamilyRoll roll = new FamilyRoll(path, file.map());
            Words.setRelease(roll.address(0), ProcessIdentity.current().toWord());
            return Optional.of(roll);
        } catch (OsException refused) {
            return Optional.empty();
        }
    }

    /** Lists a child that lives; where there is no more room, or it has ended already, it does nothing. */
    synchronized void enter(ProcessIdentity child, StartMethod method, String name) {
        for (int entry = 1; entry <= ENTRIES; entry++) {
            if (region.getLong(offset(entry)) == FREE) {
                byte[] text = (method.name() + " " + name).getBytes(StandardCharsets.UTF_8);
                byte[] cut = Arrays.copyOf(text, Math.min(text.length, LONGEST_TEXT));
                region.putInt(offset(entry) + LENGTH_OFFSET, cut.length);
                region.put(offset(entry) + TEXT_OFFSET, cut);
                Words.setRelease(address(entry), child.toWord());
                return;
            }
        }
    }

    /** Takes a child that has ended off the list. */
    synchronized void strike(ProcessIdentity child) {
        for (int entry = 1; entry <= ENTRIES; entry++) {
            if (region.getLong(offset(entry)) == child.toWord()) {
                Words.setRelease(address(entry), FREE);
                return;
            }
        }
    }

    /** The children that are alive of all of this user's processes. */
    static List<ProcessInspection> readAll() {
        List<ProcessInspection> found = new ArrayList<>();
        for (Path path : SharedDirectory.ofThisUser().temporaries(PURPOSE)) {
            try (SharedFile file = SharedFile.open(path)) {
                if (file.size() == (ENTRIES + 1L) * ENTRY_BYTES) {
                    try (MappedRegion region = file.map()) {
                        new FamilyRoll(path, region).readTo(found);
                    }
                }
            } catch (OsException goneJustNow) {
                // Then it has no children.
            }
        }
        return found;
    }

    private void readTo(List<ProcessInspection> found) {
        Optional<ProcessIdentity> parent = ProcessIdentity.ofWord(Words.getAcquire(address(0)));
        if (parent.isEmpty()) {
            return;
        }
        for (int entry = 1; entry <= ENTRIES; entry++) {
            Optional<ProcessIdentity> child = ProcessIdentity.ofWord(Words.getAcquire(address(entry)));
            if (child.isPresent() && child.get().isAlive()) {
                String text = text(entry);
                String method = text.substring(0, Math.max(0, text.indexOf(' ')));
                Arrays.stream(StartMethod.values())
                        .filter(known -> known.name().equals(method))
                        .map(known -> new ProcessInspection(
                                child.get(), parent.get(), known, text.substring(method.length() + 1)))
                        .forEach(found::add);
            }
        }
    }

    private String text(int entry) {
        int length = region.getInt(offset(entry) + LENGTH_OFFSET);
        byte[] bytes = new byte[Math.max(0, Math.min(length, LONGEST_TEXT))];
        region.get(offset(entry) + TEXT_OFFSET, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Removes the file. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path, e);
        }
    }

    private long address(int entry) {
        return region.address() + offset(entry);
    }

    private static long offset(int entry) {
        return (long) entry * ENTRY_BYTES;
    }
}
