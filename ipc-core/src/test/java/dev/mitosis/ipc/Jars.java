package dev.mitosis.ipc;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** This JVM's class path with a jar in place of each directory: the JDK archives no class that comes from a directory. */
final class Jars {
    private Jars() {}

    static String classPath(Path directory) throws IOException {
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            jars.add(Files.isDirectory(path) ? jar(path, directory, jars.size()).toString() : entry);
        }
        return String.join(File.pathSeparator, jars);
    }

    private static Path jar(Path classes, Path directory, int number) throws IOException {
        Path jar = directory.resolve("classes-" + number + ".jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                write(classes.relativize(file), file, out);
            }
        }
        return jar;
    }

    private static void write(Path name, Path file, ZipOutputStream out) throws IOException {
        out.putNextEntry(new ZipEntry(name.toString().replace(File.separatorChar, '/')));
        Files.copy(file, out);
    }
}
