package dev.mitosis.demo.tree;

import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.Program;
import dev.mitosis.ipc.StartMethod;
import dev.mitosis.platform.Platform;
import dev.mitosis.process.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One process of the tree: forks in a loop, writes itself down, waits for the end, and then for its own children. */
public final class TreeNode implements Program {
    /** How long the whole tree may take to stand. */
    static final Duration LIMIT = Duration.ofSeconds(15);

    @Override
    public int run(List<String> arguments) throws InterruptedException {
        return new Node(
                        Path.of(arguments.get(0)),
                        StartMethod.valueOf(arguments.get(1)),
                        Integer.parseInt(arguments.get(2)),
                        Integer.parseInt(arguments.get(3)),
                        Integer.parseInt(arguments.get(4)))
                .live();
    }

    /**
     * @param level the first at which this process forks itself
     * @param slot its own
     */
    record Node(Path board, StartMethod method, int forks, int level, int slot) {
        /** This process's part in the tree; 0 when all its children ended well. */
        int live() throws InterruptedException {
            long parent = parentPid();
            try (TreeBoard shared = TreeBoard.open(board)) {
                List<ChildProcess<Void>> children = forkInALoop();
                shared.arrive(slot, currentPid(), parent);
                boolean ended = TreeBoard.await(() -> shared.isEnd() || parentPid() != parent, LIMIT);
                return joinAll(children) && ended ? 0 : 1;
            }
        }

        List<ChildProcess<Void>> forkInALoop() {
            List<ChildProcess<Void>> children = new ArrayList<>();
            for (int next = level; next < forks; next++) {
                Node child = new Node(board, method, forks, next + 1, slot | 1 << next);
                children.add(ChildProcess.start(method, TreeNode.class, child.arguments()));
            }
            return children;
        }

        static boolean joinAll(List<ChildProcess<Void>> children) throws InterruptedException {
            boolean well = true;
            for (ChildProcess<Void> child : children) {
                well &= child.join().isSuccess();
            }
            return well;
        }

        private List<String> arguments() {
            return List.of(
                    board.toString(),
                    method.name(),
                    Integer.toString(forks),
                    Integer.toString(level),
                    Integer.toString(slot));
        }
    }

    static long currentPid() {
        return Platform.current().isPosix()
                ? Processes.getpid()
                : ProcessHandle.current().pid();
    }

    private static long parentPid() {
        return Platform.current().isPosix()
                ? Processes.getppid()
                : ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
    }
}
