package dev.mitosis.demo.bench;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures for people: for each thing measured, who did it how well, and how that compares with us. */
final class Table {
    private static final String OURS = "mitosis";

    private final PrintStream out;

    Table(PrintStream out) {
        this.out = out;
    }

    void print(List<Figure> figures) {
        Map<String, Map<String, Map<String, Figure>>> byParams = new LinkedHashMap<>();
        for (Figure figure : figures) {
            byParams.computeIfAbsent(figure.params(), ignored -> new LinkedHashMap<>())
                    .computeIfAbsent(figure.contender(), ignored -> new LinkedHashMap<>())
                    .put(figure.metric().name(), figure);
        }
        byParams.forEach((params, contenders) -> {
            out.println();
            out.println(params);
            Map<String, Figure> ours = contenders.getOrDefault(OURS, Map.of());
            contenders.forEach((contender, metrics) -> printRow(contender, metrics, ours));
        });
    }

    private void printRow(String contender, Map<String, Figure> metrics, Map<String, Figure> ours) {
        StringBuilder row = new StringBuilder(String.format("  %-12s", contender));
        metrics.forEach((name, figure) ->
                row.append(String.format(" %s %9s", name, amount(figure.metric(), figure.value()))));
        Figure first = metrics.values().iterator().next();
        row.append(String.format(
                "   [%s to %s]", amount(first.metric(), first.least()), amount(first.metric(), first.most())));
        Figure reference = ours.get(first.metric().name());
        if (reference != null && !contender.equals(OURS)) {
            row.append(String.format(Locale.ROOT, "   %s is %s", OURS, comparison(first, reference)));
        }
        out.println(row);
    }

    private static String comparison(Figure theirs, Figure ours) {
        boolean moreIsBetter = ours.metric().unit().endsWith("/s");
        double factor = moreIsBetter ? ours.value() / theirs.value() : theirs.value() / ours.value();
        return factor >= 1
                ? String.format(Locale.ROOT, "%.2fx faster", factor)
                : String.format(Locale.ROOT, "%.2fx slower", 1 / factor);
    }

    private static String amount(Metric metric, double value) {
        return metric.unit().endsWith("/s") ? rate(value, metric.unit()) : time(value);
    }

    private static String rate(double value, String unit) {
        if (value >= 1e6) {
            return String.format(Locale.ROOT, "%.1f M%s", value / 1e6, unit);
        }
        return String.format(Locale.ROOT, "%.0f k%s", value / 1e3, unit);
    }

    private static String time(double nanos) {
        if (nanos < 1e3) {
            return String.format(Locale.ROOT, "%.0f ns", nanos);
        }
        return nanos < 1e6
                ? String.format(Locale.ROOT, "%.1f µs", nanos / 1e3)
                : String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
    }
}
