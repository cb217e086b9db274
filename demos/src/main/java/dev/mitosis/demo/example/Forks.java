package dev.mitosis.demo.example;

import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The riddle of every course on operating systems: how many processes does a loop of n forks make? Each process starts a
 * child for every turn that it has left, and the child has the turns after that.
 */
final class Forks implements Example {
    private static final int TURNS = 3;

    @Override
    public boolean run(StartMethod method, PrintStream out) throws Exception {
        int processes = processesOf(method, TURNS);
        out.println(TURNS + " forks in a row made " + processes + " processes, this one included");
        out.println("(mitosis fork-tree " + TURNS + " draws them)");
        return processes == 1 << TURNS;
    }

    private static int processesOf(StartMethod method, int turns) throws Exception {
        List<ChildProcess<Integer>> children = new ArrayList<>();
        for (int left = turns - 1; left >= 0; left--) {
            int turnsOfChild = left;
            children.add(ChildProcess.builder().method(method).start(() -> processesOf(method, turnsOfChild)));
        }
        int processes = 1;
        for (ChildProcess<Integer> child : children) {
            processes += child.result();
        }
        return processes;
    }
}
