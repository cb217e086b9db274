package dev.mitosis.demo.tree;

import dev.mitosis.ipc.JvmCommand;
import dev.mitosis.ipc.StartMethod;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Makes a tree, in a JVM of its own: plain forks ask for a parent that is quiet when it forks, without compilers at work
 * and collections under way.
 */
public final class ForkTree {
    /** 2^6 processes: what a plain machine has the memory for. */
    public static final int MOST_FORKS = 6;

    private static final List<String> QUIET =
            List.of("-Xint", "-XX:+UseSerialGC", "-Xms128m", "-Xmn96m", "-XX:-UsePerfData");

    private final int forks;
    private final StartMethod method;

    public ForkTree(int forks, StartMethod method) {
        this.forks = forks;
        this.method = method;
    }

    /** Makes the tree, draws it and checks it; says whether it is right. */
    public boolean run(PrintStream out) throws IOException, InterruptedException {
        Process root = JvmCommand.likeThisOne()
                .withFlags(QUIET)
                .running(TreeRoot.class, List.of(Integer.toString(forks), method.name()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            out.print(new String(root.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            return root.waitFor() == 0;
        } finally {
            root.destroy();
        }
    }
}
