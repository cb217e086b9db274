package dev.mitosis.ipc;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a fork server's JVM is to be and to do; see {@link ForkServerBuilder}. */
record ForkServerSettings(
        List<String> preloaded,
        Optional<Body<?>> initialiser,
        List<String> jvmFlags,
        Map<String, String> environment,
        Optional<Path> directory) {

    /** Its process, yet to be started. */
    ProcessBuilder starting(List<String> arguments) {
        ProcessBuilder builder = JvmCommand.likeThisOne()
                .withFlags(jvmFlags)
                .running(ZygoteMain.class, arguments)
                .inheritIO();
        builder.environment().putAll(environment);
        directory.ifPresent(path -> builder.directory(path.toFile()));
        return builder;
    }
}
