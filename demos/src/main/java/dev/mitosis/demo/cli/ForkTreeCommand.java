package dev.mitosis.demo.cli;

import dev.mitosis.demo.tree.ForkTree;
import dev.mitosis.ipc.StartMethod;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mitosis fork-tree}. */
@Command(
        name = "fork-tree",
        description = "N forks in a row make 2^N processes: draws their tree, and checks it against the kernel's.",
        mixinStandardHelpOptions = true)
final class ForkTreeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "N", description = "How often each process forks, 0 to " + ForkTree.MOST_FORKS + ".")
    private int forks;

    @Option(
            names = "--start",
            paramLabel = "METHOD",
            description = "How processes start: fork or spawn. Default: fork where there is one.")
    private StartMethod method = StartMethod.preferred();

    @Override
    public Integer call() throws Exception {
        if (forks < 0 || forks > ForkTree.MOST_FORKS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "2^N processes are made, which is sane for N from 0 to " + ForkTree.MOST_FORKS + ": N=" + forks);
        }
        if (!method.missingBecause().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), method + " is not available here: " + method.missingBecause());
        }
        return new ForkTree(forks, method).run(System.out) ? 0 : Mitosis.FAILED;
    }
}
