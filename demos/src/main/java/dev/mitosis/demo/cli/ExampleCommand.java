package dev.mitosis.demo.cli;

import dev.mitosis.demo.example.Examples;
import dev.mitosis.ipc.StartMethod;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mitosis example}. */
@Command(
        name = "example",
        description = "Runs a small program that shows one thing, or lists them all.",
        mixinStandardHelpOptions = true)
final class ExampleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "Which; if none is given, all are listed.")
    private String name;

    @Option(
            names = "--start",
            paramLabel = "METHOD",
            description = "How its processes start: ${COMPLETION-CANDIDATES}. Default: FORK where there is one.")
    private StartMethod method = StartMethod.preferred();

    @Override
    public Integer call() throws Exception {
        if (name == null) {
            Examples.ALL.forEach(entry -> System.out.printf("%-22s %s%n", entry.name(), entry.shows()));
            return 0;
        }
        Examples.Entry entry = Examples.named(name)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "there is no such example; mitosis example lists them, NAME=" + name));
        if (!method.missingBecause().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), method + " is not available here: " + method.missingBecause());
        }
        boolean right = entry.example().run(method, System.out);
        System.out.println(right ? "As it should be." : "Not as it should be.");
        return right ? 0 : Mitosis.FAILED;
    }
}
