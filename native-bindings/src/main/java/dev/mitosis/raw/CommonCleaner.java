package dev.mitosis.raw;

import java.lang.reflect.Field;

/**
 * One cleaner for JNR and the JDK. JNR's lower half, JFFI, gives native memory back by a cleaner of its own, whose thread each fork would
 * have to stop and each child to make again. Where {@code java.base} exports {@code jdk.internal.ref} to this library, as
 * Chronicle Bytes asks for anyway, the JDK's own cleaner does its work, which a child has, too. Elsewhere all stays as it is.
 */
final class CommonCleaner {
    private CommonCleaner() {}

    /** To be called before JFFI has to do anything: it makes a cleaner when it first needs one. */
    static void serveJffi() {
        try {
            Object common = Class.forName("jdk.internal.ref.CleanerFactory")
                    .getMethod("cleaner")
                    .invoke(null);
            Field used = Class.forName("com.kenai.jffi.internal.Cleaner").getDeclaredField("cleaner");
            used.setAccessible(true);
            if (used.get(null) == null) {
                used.set(null, common);
            }
        } catch (ReflectiveOperationException | RuntimeException notHere) {
            // a thread more
        }
    }
}
