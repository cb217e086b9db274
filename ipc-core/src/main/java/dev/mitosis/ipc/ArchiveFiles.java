package dev.mitosis.ipc;

import dev.mitosis.memory.SharedDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The files of a {@link ClassArchive}, in a directory of the user's with those of others: {@code KEY-CHECKSUM.jsa}. A JVM crashes that maps
 * a damaged one, so its checksum is in its name, and looked at by each process once. Thread-safe.
 */
final class ArchiveFiles {
    private static final String SUFFIX = ".jsa";
    private static final String UNFINISHED = "archive";
    private static final int MOST = 16;

    private final SharedDirectory directory;
    private final String beginning;
    private Optional<Path> known = Optional.empty();

    ArchiveFiles(SharedDirectory directory, String key) {
        this.directory = directory;
        this.beginning = key + "-";
    }

    /** One that is whole; those that are not are removed. */
    synchronized Optional<Path> find() {
        if (known.filter(Files::exists).isEmpty()) {
            known = all().stream()
                    .filter(file -> file.getFileName().toString().startsWith(beginning))
                    .filter(ArchiveFiles::isWhole)
                    .findFirst();
        }
        return known;
    }

    /** A path for one that is being written. */
    Path unfinished() throws IOException {
        for (Path leftover : directory.abandoned()) {
            Files.deleteIfExists(leftover);
        }
        return directory.temporary(UNFINISHED);
    }

    /** Gives it its name, once it is on the disk. */
    void keep(Path unfinished) throws IOException {
        try (FileChannel file = FileChannel.open(unfinished, StandardOpenOption.READ)) {
            file.force(true);
        }
        String name = beginning + checksum(unfinished) + SUFFIX;
        Files.move(unfinished, directory.path().resolve(name), StandardCopyOption.ATOMIC_MOVE);
        List<Path> all = all();
        for (Path old : all.subList(Math.min(MOST, all.size()), all.size())) {
            Files.deleteIfExists(old);
        }
    }

    /** The newest first. */
    private List<Path> all() {
        try (Stream<Path> files = Files.list(directory.path())) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparing((Path file) -> file.toFile().lastModified())
                            .reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory.path(), e);
        }
    }

    private static boolean isWhole(Path file) {
        try {
            boolean isWhole = file.toString().endsWith("-" + checksum(file) + SUFFIX);
            if (!isWhole) {
                Files.deleteIfExists(file);
            }
            return isWhole;
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static String checksum(Path file) throws IOException {
        CRC32C sum = new CRC32C();
        sum.update(Files.readAllBytes(file));
        return Long.toHexString(sum.getValue());
    }
}
