package dev.mitosis.raw;

import com.kenai.jffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/** Loads the C library's headers, and reads the errno that the last call on this thread left. */
public final class LibC {
    private static final String WHERE_JFFI_UNPACKS = "jffi.extract.dir";

    private static final ClassValue<Object> LOADED = new ClassValue<>() {
        @Override
        protected Object computeValue(Class<?> header) {
            return LibraryLoader.create(header).load("c");
        }
    };

    static {
        // Left to itself, jffi tries the working directory next, and leaves its file there when the JVM is being ended.
        if (System.getProperty(WHERE_JFFI_UNPACKS) == null) {
            System.setProperty(WHERE_JFFI_UNPACKS, System.getProperty("java.io.tmpdir"));
        }
        CommonCleaner.serveJffi();
    }

    private LibC() {}

    /** The implementation of {@code header}, whose methods are the C library's functions of the same names. Made once. */
    public static <T> T load(Class<T> header) {
        return header.cast(LOADED.get(header));
    }

    /** The functions that JNR-POSIX binds already. */
    public static POSIX posix() {
        return Posix.INSTANCE;
    }

    /** What errno was after this thread's last call; JNR keeps it for each thread. */
    public static int errno() {
        return LastError.getInstance().get();
    }

    private static final class Posix {
        static final POSIX INSTANCE = POSIXFactory.getNativePOSIX();
    }
}
