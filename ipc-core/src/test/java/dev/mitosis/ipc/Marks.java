package dev.mitosis.ipc;

import dev.mitosis.process.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Files in a directory which note each process that was there, by its pid and start time. */
record Marks(Path directory) {
    private static final String MARK = ".alive";

    /** By a process, of itself. */
    void add() throws IOException {
        Path file = directory.resolve(ProcessIdentity.current() + MARK);
        Files.createFile(file);
        Files.writeString(file, "x", StandardOpenOption.APPEND);
    }

    int count() {
        return all().size();
    }

    /** How many of them live yet. */
    long living() {
        return all().stream().filter(Marks::isOfLiving).count();
    }

    /** Removes them and the directory, unless another one comes meanwhile. */
    boolean isRemoved() throws IOException {
        for (Path mark : all()) {
            Files.delete(mark);
        }
        try {
            Files.delete(directory);
            return true;
        } catch (DirectoryNotEmptyException oneMore) {
            return false;
        }
    }

    private List<Path> all() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(MARK)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOfLiving(Path mark) {
        String[] identity = mark.getFileName().toString().replace(MARK, "").split("@", -1);
        return new ProcessIdentity(Integer.parseInt(identity[0]), Long.parseLong(identity[1])).isAlive();
    }
}
