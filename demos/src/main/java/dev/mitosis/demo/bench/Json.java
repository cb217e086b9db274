package dev.mitosis.demo.bench;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Figures as one JSON array of flat objects. */
final class Json {
    private Json() {}

    static String array(List<Figure> figures) {
        return figures.stream().map(Json::object).collect(Collectors.joining(",\n ", "[", "]"));
    }

    private static String object(Figure figure) {
        return String.format(
                Locale.ROOT,
                "{\"workload\":%s,\"contender\":%s,\"params\":%s,\"metric\":%s,\"unit\":%s,\"value\":%s}",
                string(figure.workload()),
                string(figure.contender()),
                string(figure.params()),
                string(figure.metric().name()),
                string(figure.metric().unit()),
                BigDecimal.valueOf(figure.value())
                        .setScale(1, RoundingMode.HALF_UP)
                        .toPlainString());
    }

    private static String string(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
