package dev.mitosis.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Puts something in another user's way before that user comes. Arguments: what, where, and for a link, to what. */
final class SquatterProgram {
    private SquatterProgram() {}

    public static void main(String[] arguments) throws IOException {
        Path path = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "directory" ->
                Files.createDirectory(path, PosixFilePermissions.asFileAttribute(permissions("rwx------")));
            case "open-directory" -> {
                Files.createDirectory(path);
                Files.setPosixFilePermissions(path, permissions("rwxrwxrwx"));
            }
            case "file" -> {
                Files.createFile(path);
                Files.setPosixFilePermissions(path, permissions("rw-rw-rw-"));
            }
            case "link" -> Files.createSymbolicLink(path, Path.of(arguments[2]));
            default -> throw new IllegalArgumentException("no such thing, what=" + arguments[0]);
        }
    }

    private static Set<PosixFilePermission> permissions(String text) {
        return PosixFilePermissions.fromString(text);
    }
}
