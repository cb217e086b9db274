package dev.mitosis.demo.tree;

import java.io.PrintStream;

/** A tree of process numbers, one to a line. */
final class TreeDrawing {
    private final TreeBoard board;
    private final int forks;

    TreeDrawing(TreeBoard board, int forks) {
        this.board = board;
        this.forks = forks;
    }

    void print(PrintStream out) {
        out.println(board.pid(0));
        printChildren(out, 0, 0, "");
    }

    private void printChildren(PrintStream out, int slot, int level, String indent) {
        for (int next = level; next < forks; next++) {
            boolean last = next == forks - 1;
            int child = slot | 1 << next;
            out.println(indent + (last ? "└── " : "├── ") + board.pid(child));
            printChildren(out, child, next + 1, indent + (last ? "    " : "│   "));
        }
    }
}
