package dev.mitosis.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mitosis.demo.cli.Mitosis;
import dev.mitosis.ipc.JvmCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the command in a JVM of its own, as the launcher does. */
record MitosisCommand(int code, String out, String err) {
    private static final long LIMIT_SECONDS = 120;

    static MitosisCommand run(String... arguments) throws IOException, InterruptedException {
        return run(List.of(), arguments);
    }

    static MitosisCommand run(List<String> flags, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(flags);
        all.add("-Dmitosis.home=" + System.getProperty("project.root"));
        Path out = Files.createTempFile("mitosis-out", ".txt");
        Path err = Files.createTempFile("mitosis-err", ".txt");
        try {
            Process process = JvmCommand.likeThisOne()
                    .withFlags(all)
                    .running(Mitosis.class, List.of(arguments))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("mitosis " + String.join(" ", arguments) + " did not end");
            }
            return new MitosisCommand(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
