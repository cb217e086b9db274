package dev.mitosis.fork;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.Deflater;

/** A program that does at once what makes forks go wrong. All of it counts its steps, so that a child sees who moves. */
final class BusyApplication {
    private static final AtomicLong PLATFORM_STEPS = new AtomicLong();
    private static final AtomicLong POOL_STEPS = new AtomicLong();
    private static final AtomicLong VIRTUAL_STEPS = new AtomicLong();

    private static final int VIRTUAL_THREADS = 20;
    private static final int PAUSE_NANOS = 200_000;
    private static final Object MONITOR = new Object();
    private static final ReentrantLock LOCK = new ReentrantLock();

    static volatile Object garbage;
    static long guarded;

    private BusyApplication() {}

    /** What each kind of thread has done. */
    record Steps(long platform, long pool, long virtual) {
        static Steps now() {
            return new Steps(PLATFORM_STEPS.get(), POOL_STEPS.get(), VIRTUAL_STEPS.get());
        }
    }

    static void start() throws IOException {
        byte[] classFile = Loadable.classFile();
        loop("allocates", BusyApplication::allocate);
        loop("locks", BusyApplication::lock);
        loop("locks too", BusyApplication::lock);
        loop("loads", () -> load(classFile));
        loop("deflates", BusyApplication::deflate);
        loop("deflates too", BusyApplication::deflate);
        for (int i = 0; i < 2; i++) {
            ForkJoinPool.commonPool().execute(BusyApplication::pooled);
        }
        if (Jdk.hasVirtualThreads()) {
            ExecutorService executor = Jdk.virtualThreads();
            for (int i = 0; i < VIRTUAL_THREADS; i++) {
                int nanos = (i + 1) * PAUSE_NANOS;
                executor.execute(() -> stepForEver(nanos));
            }
        }
    }

    private static void loop(String name, Runnable step) {
        Thread thread = new Thread(
                () -> {
                    while (true) {
                        step.run();
                        PLATFORM_STEPS.incrementAndGet();
                        rest();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Without a rest now and then, the forks would only wait for the processor. */
    private static void rest() {
        if (ThreadLocalRandom.current().nextInt(8) == 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static void allocate() {
        byte[][] arrays = new byte[64][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = new byte[ThreadLocalRandom.current().nextInt(4096)];
        }
        garbage = arrays;
    }

    private static void lock() {
        synchronized (MONITOR) {
            guarded++;
        }
        LOCK.lock();
        try {
            guarded++;
        } finally {
            LOCK.unlock();
        }
    }

    private static void load(byte[] classFile) {
        new Loadable(classFile).load();
        garbage = Proxy.newProxyInstance(
                new ClassLoader(BusyApplication.class.getClassLoader()) {},
                new Class<?>[] {Runnable.class},
                (proxy, method, arguments) -> null);
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    private static void deflate() {
        byte[] content = new byte[20_000];
        ThreadLocalRandom.current().nextBytes(content);
        Deflater deflater = new Deflater();
        deflater.setInput(content);
        deflater.finish();
        deflater.deflate(new byte[content.length * 2]);
        deflater.end();
    }

    private static void pooled() {
        for (int i = 0; i < 100; i++) {
            POOL_STEPS.incrementAndGet();
        }
        rest();
        ForkJoinPool.commonPool().execute(BusyApplication::pooled);
    }

    private static void stepForEver(int nanos) {
        while (true) {
            LockSupport.parkNanos(nanos);
            for (int i = 0; i < 100; i++) {
                VIRTUAL_STEPS.incrementAndGet();
            }
        }
    }

    /** A loader that defines one small class anew. */
    static final class Loadable extends ClassLoader {
        private static final String NAME = "dev.mitosis.fork.BusyApplication$Small";
        private final byte[] classFile;

        Loadable(byte[] classFile) {
            super(BusyApplication.class.getClassLoader());
            this.classFile = classFile;
        }

        static byte[] classFile() throws IOException {
            try (InputStream in = BusyApplication.class.getResourceAsStream("BusyApplication$Small.class")) {
                return in.readAllBytes();
            }
        }

        /** Its instance's answer, 42. */
        int load() {
            try {
                Class<?> type = defineClass(NAME, classFile, 0, classFile.length);
                return ((java.util.function.IntSupplier)
                                type.getDeclaredConstructor().newInstance())
                        .getAsInt();
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(NAME, e);
            }
        }
    }

    /** What {@link Loadable} defines. */
    public static final class Small implements java.util.function.IntSupplier {
        @Override
        public int getAsInt() {
            return 42;
        }
    }
}
