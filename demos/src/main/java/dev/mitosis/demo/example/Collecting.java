package dev.mitosis.demo.example;

import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import dev.mitosis.queue.Codec;
import dev.mitosis.queue.MessageQueue;
import dev.mitosis.queue.Topology;
import dev.mitosis.queue.TypedConsumer;
import dev.mitosis.queue.TypedProducer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs several commands at once, each minded by a child that sends line by line what its command prints. */
final class Collecting implements Example {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String END = "(ended with code %d)";
    private static final List<List<String>> COMMANDS =
            List.of(echoing("red", "orange"), echoing("yellow", "green"), echoing("blue", "violet"));

    @Override
    public boolean run(StartMethod method, PrintStream out) throws Exception {
        int lines = 0;
        try (MessageQueue queue = MessageQueue.anonymous()
                        .topology(Topology.MPSC)
                        .producers(COMMANDS.size())
                        .open();
                TypedConsumer<String> collected = queue.consumer().withCodec(Codec.TEXT)) {
            List<ChildProcess<Integer>> minders = new ArrayList<>();
            String handle = queue.handle();
            for (List<String> command : COMMANDS) {
                minders.add(ChildProcess.builder().method(method).start(() -> mind(command, handle)));
            }
            for (int ended = 0; ended < COMMANDS.size(); ) {
                String line = collected.receive(PATIENCE);
                if (line == null) {
                    out.println("nothing came within " + PATIENCE.toSeconds() + " s");
                    return false;
                }
                out.println(line);
                lines++;
                ended += line.endsWith(String.format(END, 0)) ? 1 : 0;
            }
            for (ChildProcess<Integer> minder : minders) {
                minder.result();
            }
        }
        out.println(lines + " lines of " + COMMANDS.size() + " commands, in the order in which they were printed");
        return lines == COMMANDS.size() * 3;
    }

    private static int mind(List<String> command, String handle) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String name = "[" + process.pid() + "] ";
        try (MessageQueue queue = MessageQueue.byHandle(handle).openExisting();
                TypedProducer<String> lines = queue.producer().withCodec(Codec.TEXT);
                BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.send(name + line);
            }
            int code = process.waitFor();
            lines.send(name + String.format(END, code));
            return code;
        }
    }

    private static List<String> echoing(String first, String second) {
        String commands = "echo " + first + "&& echo " + second;
        return File.separatorChar == '/' ? List.of("sh", "-c", commands) : List.of("cmd", "/c", commands);
    }
}
