package dev.mitosis.codec;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;
import java.lang.invoke.SerializedLambda;
import java.util.Optional;
import java.util.Set;

/**
 * Which classes may arrive: those that the process-wide {@code jdk.serialFilter} does not reject, and, where there is a filter of
 * the codec's own, that one allows, or does not know and are plain values of the JDK. Asked once for each class.
 */
final class ClassFilter {
    /** What a filter need not name. None of them runs code of others when it is made. */
    private static final Set<String> VALUE_PACKAGES =
            Set.of("java.lang", "java.math", "java.net", "java.time", "java.util", "java.util.concurrent.atomic");

    private final Optional<ObjectInputFilter> own;

    ClassFilter(Optional<ObjectInputFilter> own) {
        this.own = own;
    }

    boolean admits(Class<?> type) {
        ObjectInputFilter ofProcess = ObjectInputFilter.Config.getSerialFilter();
        if (ofProcess != null && ofProcess.checkInput(new Arrival(type)) == Status.REJECTED) {
            return false;
        }
        return own.isEmpty() || isAllowed(own.get().checkInput(new Arrival(type)), type);
    }

    private static boolean isAllowed(Status status, Class<?> type) {
        return status == Status.ALLOWED || (status == Status.UNDECIDED && isValue(type));
    }

    private static boolean isValue(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.componentType();
        }
        // A lambda is admitted by the class that made it, which is asked for besides.
        return element.isPrimitive()
                || element == SerializedLambda.class
                || (element.getClassLoader() == null && VALUE_PACKAGES.contains(element.getPackageName()));
    }

    /** Limits on numbers and sizes are not for here: a message's length is known before it is read. */
    private record Arrival(Class<?> serialClass) implements ObjectInputFilter.FilterInfo {
        @Override
        public long arrayLength() {
            return -1;
        }

        @Override
        public long depth() {
            return 1;
        }

        @Override
        public long references() {
            return 1;
        }

        @Override
        public long streamBytes() {
            return 1;
        }
    }
}
