package dev.mitosis.demo.bench;

import dev.mitosis.io.Terminal;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on standard error, when a person is looking at it. */
final class Progress implements AutoCloseable {
    private final ProgressBar bar;

    Progress(String title, long steps) {
        bar = Terminal.isErrorShown()
                ? new ProgressBarBuilder()
                        .setTaskName(title)
                        .setInitialMax(steps)
                        .setStyle(ProgressBarStyle.ASCII)
                        .build()
                : null;
    }

    void show(String what) {
        if (bar != null) {
            bar.setExtraMessage(" " + what);
        }
    }

    void step() {
        if (bar != null) {
            bar.step();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
