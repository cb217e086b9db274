package dev.mitosis.fork;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What depends on the JDK that runs the tests. */
final class Jdk {
    private Jdk() {}

    static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    static boolean hasVirtualThreads() {
        return Runtime.version().feature() >= 21;
    }

    /** Whether a virtual thread that owns a monitor can be unmounted (JEP 491). */
    static boolean unmountsOwnersOfMonitors() {
        return Runtime.version().feature() >= 24;
    }

    /** A virtual thread for each task; tests are compiled for a JDK that has none. */
    static ExecutorService virtualThreads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError("this JDK has no virtual threads", e);
        }
    }
}
