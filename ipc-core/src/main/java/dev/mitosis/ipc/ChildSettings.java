package dev.mitosis.ipc;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a child is to be started, whatever it does.
 *
 * @param name for people
 * @param tie whether this process waits for it, or ends it, or neither
 * @param environment what is changed in this process's, SPAWN only
 * @param server to fork from; empty for the one of this process, FORKSERVER only
 * @param directory to work in; empty for this process's, SPAWN only
 * @param jvmFlags more than this JVM's, SPAWN only
 * @param output where standard output goes
 * @param error where standard error goes
 */
record ChildSettings(
        String name,
        Family.Tie tie,
        Map<String, String> environment,
        Optional<Path> directory,
        List<String> jvmFlags,
        Optional<ProcessBuilder.Redirect> output,
        Optional<ProcessBuilder.Redirect> error,
        Optional<ForkServer> server) {

    /**
     * Refuses what the copy of a JVM cannot have. The JDK reads the environment and the working directory once: if they were
     * changed for the process, its Java would not see it.
     *
     * @param instead what to do
     */
    void refuseForForked(String instead) {
        refuse(!environment.isEmpty(), "an environment", environment, instead);
        refuse(directory.isPresent(), "a working directory", directory, instead);
        refuse(!jvmFlags.isEmpty(), "JVM flags", jvmFlags, instead);
    }

    private void refuse(boolean wanted, String what, Object value, String instead) {
        if (wanted) {
            throw new IllegalArgumentException("a forked child cannot have " + what + " of its own: " + instead
                    + ", child=" + name + ", value=" + value);
        }
    }

    boolean outlivesParent() {
        return tie == Family.Tie.NONE;
    }

    /** Of a forked child's output. */
    List<Redirection> redirections() {
        return Stream.concat(
                        output.flatMap(to -> Redirection.of(1, to)).stream(),
                        error.flatMap(to -> Redirection.of(2, to)).stream())
                .toList();
    }

    /** Starts a new JVM. */
    Process spawn(List<String> arguments) throws IOException {
        ClassArchive.Use archive = ClassArchive.with(JvmCommand.likeThisOne().withFlags(jvmFlags), SpawnedMain.class);
        JvmCommand command = archive.command();
        if (!outlivesParent()) {
            long parent = ProcessHandle.current().pid();
            command = command.withFlags(List.of("-D" + SpawnedMain.PARENT_PROPERTY + "=" + parent));
        }
        Process process = starting(command, arguments).start();
        archive.maker().ifPresent(maker -> maker.makeAfter(process));
        return process;
    }

    private ProcessBuilder starting(JvmCommand command, List<String> arguments) {
        ProcessBuilder builder = command.running(SpawnedMain.class, arguments).inheritIO();
        builder.environment().putAll(environment);
        directory.map(Path::toFile).ifPresent((File to) -> builder.directory(to));
        output.ifPresent(builder::redirectOutput);
        error.ifPresent(builder::redirectError);
        return builder;
    }
}
