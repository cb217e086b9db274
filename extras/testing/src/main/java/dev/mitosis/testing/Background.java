package dev.mitosis.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Something that runs in a thread of its own while the test goes on. */
public final class Background<T> {
    private static final long LIMIT_SECONDS = 20;

    private final FutureTask<T> task;
    private final Thread thread;

    private Background(Callable<T> work) {
        task = new FutureTask<>(work);
        thread = new Thread(task, "background");
        thread.setDaemon(true);
    }

    public static <T> Background<T> start(Callable<T> work) {
        Background<T> background = new Background<>(work);
        background.thread.start();
        return background;
    }

    public Thread thread() {
        return thread;
    }

    public boolean isDone() {
        return task.isDone();
    }

    /** What it returned, once it has ended. */
    public T result() throws Exception {
        try {
            return ended();
        } catch (ExecutionException e) {
            throw new AssertionError("the background thread failed", e.getCause());
        }
    }

    /** What it threw, once it has ended. */
    public Throwable failure() throws Exception {
        T result;
        try {
            result = ended();
        } catch (ExecutionException e) {
            return e.getCause();
        }
        throw new AssertionError("the background thread did not fail, result=" + result);
    }

    private T ended() throws Exception {
        try {
            return task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            AssertionError stuck = new AssertionError("the background thread did not end", e);
            stuck.setStackTrace(thread.getStackTrace());
            throw stuck;
        }
    }
}
