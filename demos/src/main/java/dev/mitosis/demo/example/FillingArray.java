package dev.mitosis.demo.example;

import dev.mitosis.ipc.StartMethod;
import dev.mitosis.shared.Shared;
import dev.mitosis.shared.SharedLongArray;
import java.io.PrintStream;
import java.util.Locale;

/** An array in shared memory: each child fills a part of it in place, and nothing is copied. */
final class FillingArray implements Example {
    private static final int CHILDREN = 2;
    private static final int NUMBERS = 1_000_000;

    @Override
    public boolean run(StartMethod method, PrintStream out) throws Exception {
        SharedLongArray squares = Shared.anonymous().longArray(NUMBERS);
        int part = NUMBERS / CHILDREN;
        int filled = Children.start(method, CHILDREN, number -> () -> {
                    for (long index = (long) number * part; index < (number + 1L) * part; index++) {
                        squares.set(index, index * index);
                    }
                    return part;
                })
                .sum();
        long sum = squares.stream().sum();
        out.printf(Locale.ROOT, "%d children filled in %,d squares; their sum is %,d%n", CHILDREN, filled, sum);
        long last = NUMBERS - 1;
        return sum == last * (last + 1) / 2 * (2 * last + 1) / 3;
    }
}
