package dev.mitosis.ipc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process that starts children by the method that is its first argument, and exits with 0 when they are as they should be. */
abstract class Parent implements Program {
    private StartMethod method;

    @Override
    public final int run(List<String> arguments) throws Exception {
        method = StartMethod.valueOf(arguments.get(0));
        return isRight(arguments.subList(1, arguments.size())) ? 0 : 2;
    }

    abstract boolean isRight(List<String> files) throws Exception;

    final ChildBuilder builder() {
        return ChildProcess.builder().method(method);
    }

    final StartMethod method() {
        return method;
    }

    final ChildProcess<Void> start(Class<? extends Program> program, String... arguments) {
        return ChildProcess.start(method, program, List.of(arguments));
    }

    final ChildProcess<Void> startLingering(Path started) {
        ChildProcess<Void> child = start(Programs.Linger.class, started.toString());
        while (!Files.exists(started)) {
            Thread.onSpinWait();
        }
        return child;
    }
}
