package dev.mitosis.demo.tree;

import dev.mitosis.demo.tree.TreeNode.Node;
import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.process.Guard;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes a tree below this process: lets it grow, compares it with the kernel's own, draws it, and ends it. */
public final class ForkTree {
    /** 2^6 processes: what a plain machine has the memory for. */
    public static final int MOST_FORKS = 6;

    private final int forks;
    private final StartMethod method;
    private final List<String> wrongs = new ArrayList<>();

    public ForkTree(int forks, StartMethod method) {
        this.forks = forks;
        this.method = method;
    }

    /** Makes the tree, draws it and checks it; says whether it is right. */
    public boolean run(PrintStream out) throws IOException, InterruptedException {
        int expected = 1 << forks;
        Path path = SharedDirectory.ofThisUser().temporary("fork-tree");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> path.toFile().delete()));
        try (TreeBoard board = TreeBoard.create(path, expected)) {
            List<ChildProcess<Void>> children = new Node(path, method, forks, 0, 0).forkInALoop();
            board.arrive(0, TreeNode.currentPid(), 0);
            if (!TreeBoard.await(() -> board.arrived() == expected, TreeNode.LIMIT)) {
                wrongs.add(board.arrived() + " processes came within " + TreeNode.LIMIT.toSeconds() + " s");
            } else {
                compareWithKernel(board);
                new TreeDrawing(board, forks).print(out);
            }
            board.end();
            if (!Node.joinAll(children)) {
                wrongs.add("not every process ended with code 0");
            }
        } finally {
            Files.deleteIfExists(path);
        }
        report(out, expected);
        return wrongs.isEmpty();
    }

    private void compareWithKernel(TreeBoard board) {
        long descendants = ProcessHandle.current()
                .descendants()
                .filter(process -> !Guard.isOne(process))
                .count();
        if (descendants != (1L << forks) - 1) {
            wrongs.add("the kernel knows " + descendants + " descendants");
        }
        for (int slot = 1; slot < 1 << forks; slot++) {
            long expectedParent = board.pid(slot & ~Integer.highestOneBit(slot));
            long kernelsParent = ProcessHandle.of(board.pid(slot))
                    .flatMap(ProcessHandle::parent)
                    .map(ProcessHandle::pid)
                    .orElse(0L);
            if (kernelsParent != expectedParent || board.parent(slot) != expectedParent) {
                wrongs.add("process " + board.pid(slot) + " should be a child of " + expectedParent
                        + "; the kernel says " + kernelsParent + ", it says " + board.parent(slot));
            }
        }
    }

    private void report(PrintStream out, int expected) {
        if (wrongs.isEmpty()) {
            out.println(forks + " forks in a row made " + expected + " processes, as the kernel's own tree and "
                    + (expected - 1) + " exit statuses say.");
        } else {
            out.println("Wrong: " + expected + " processes were to be; " + String.join("; ", wrongs) + ".");
        }
    }
}
