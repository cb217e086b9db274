package dev.mitosis.ipc;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a child is to be started, whatever it does.
 *
 * @param name for people
 * @param outlivesParent whether it lives on when this process ends
 * @param environment what is changed in this process's, SPAWN only
 * @param directory to work in; empty for this process's, SPAWN only
 * @param jvmFlags more than this JVM's, SPAWN only
 * @param output where standard output goes, SPAWN only
 * @param error where standard error goes, SPAWN only
 */
record ChildSettings(
        String name,
        boolean outlivesParent,
        Map<String, String> environment,
        Optional<Path> directory,
        List<String> jvmFlags,
        Optional<ProcessBuilder.Redirect> output,
        Optional<ProcessBuilder.Redirect> error) {

    /** Refuses what a copy of this JVM cannot have. */
    void checkForFork() {
        refuse(!environment.isEmpty(), "an environment of its own", environment);
        refuse(directory.isPresent(), "a working directory of its own", directory);
        refuse(!jvmFlags.isEmpty(), "JVM flags of its own", jvmFlags);
        refuse(output.isPresent(), "an output of its own", output);
        refuse(error.isPresent(), "an error output of its own", error);
    }

    private void refuse(boolean wanted, String what, Object value) {
        if (wanted) {
            throw new IllegalArgumentException(
                    "a forked child cannot have " + what + ": use SPAWN, child=" + name + ", value=" + value);
        }
    }

    /** The new JVM's process, yet to be started. */
    ProcessBuilder spawning(List<String> arguments) {
        JvmCommand command = JvmCommand.likeThisOne().withFlags(jvmFlags);
        if (!outlivesParent) {
            long parent = ProcessHandle.current().pid();
            command = command.withFlags(List.of("-D" + SpawnedMain.PARENT_PROPERTY + "=" + parent));
        }
        ProcessBuilder builder = command.running(SpawnedMain.class, arguments).inheritIO();
        builder.environment().putAll(environment);
        directory.map(Path::toFile).ifPresent((File to) -> builder.directory(to));
        output.ifPresent(builder::redirectOutput);
        error.ifPresent(builder::redirectError);
        return builder;
    }
}
