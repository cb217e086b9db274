package dev.mitosis.demo.bench;

import dev.mitosis.platform.Platform;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds the peers from {@code extras/peers}, in the source tree that the launcher runs from. */
final class PeerBuild {
    /** The system property by which the launcher says where it is. */
    static final String HOME_PROPERTY = "mitosis.home";

    private static final List<String> COMPILERS = List.of("cc", "gcc", "clang");

    /** The class path of the Java peers: their classes and their libraries. */
    String javaPeers() throws BenchException, InterruptedException {
        Path target = peers().resolve("target");
        Path built = target.resolve("built-for-bench");
        Path home = peers().getParent().getParent();
        if (Stream.of(peers().resolve("src"), peers().resolve("pom.xml"), home.resolve("pom.xml"))
                .anyMatch(source -> isOlder(built, source))) {
            System.err.println("Fetching and building the peers, once.");
            String wrapper = Platform.current().os() == Platform.Os.WINDOWS ? "mvnw.cmd" : "mvnw";
            run(
                    home,
                    List.of(
                            home.resolve(wrapper).toString(),
                            "-q",
                            "-B",
                            "-pl",
                            "extras/peers",
                            "-am",
                            "-Dmaven.test.skip=true",
                            "-Dspotless.check.skip=true",
                            "package"));
            touch(built);
        }
        return target.resolve("classes")
                + File.pathSeparator
                + target.resolve("lib").resolve("*");
    }

    /** The C peers' executable. */
    String compiledPeers() throws BenchException, InterruptedException {
        Path sources = peers().resolve("c");
        Path executable = peers().resolve("target").resolve("cpeer");
        if (isOlder(executable, sources)) {
            String compiler = COMPILERS.stream()
                    .filter(PeerBuild::isOnPath)
                    .findFirst()
                    .orElseThrow(() -> new BenchException(
                            "the C peer needs a C compiler on the PATH, looked for " + COMPILERS + ": --against=c"));
            System.err.println("Compiling the C peer with " + compiler + ", once.");
            List<String> command = new ArrayList<>(
                    List.of(compiler, "-O3", "-march=native", "-std=gnu11", "-o", executable.toString()));
            files(sources)
                    .filter(file -> file.toString().endsWith(".c"))
                    .map(Path::toString)
                    .forEach(command::add);
            makeDirectory(executable.getParent());
            run(sources, command);
        }
        return executable.toString();
    }

    /** The command line of a peer in Python. */
    List<String> pythonPeer(String script) throws BenchException {
        String python = "python3";
        if (!isOnPath(python)) {
            throw new BenchException("the Python peer needs " + python + " on the PATH: --against=python");
        }
        return List.of(python, peers().resolve("python").resolve(script).toString());
    }

    private static Path peers() throws BenchException {
        return Optional.ofNullable(System.getProperty(HOME_PROPERTY))
                .map(home -> Path.of(home, "extras", "peers"))
                .filter(Files::isDirectory)
                .orElseThrow(() -> new BenchException("peers are built from the source tree, which is not here; run"
                        + " ./mitosis there: " + HOME_PROPERTY + "=" + System.getProperty(HOME_PROPERTY)));
    }

    private static void run(Path directory, List<String> command) throws BenchException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new BenchException("cannot build a peer by " + String.join(" ", command) + ": " + output.strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a product is missing, or something that it is made of has changed since. */
    private static boolean isOlder(Path product, Path sources) {
        long made = product.toFile().lastModified();
        return files(sources).anyMatch(file -> file.toFile().lastModified() > made);
    }

    private static Stream<Path> files(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void touch(Path file) {
        try {
            Files.write(file, new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void makeDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
