package dev.mitosis.codec;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.Optional;

/** Lambdas that are {@link java.io.Serializable}. */
public final class Lambdas {
    private Lambdas() {}

    /** What serialisation makes of a lambda; empty for anything else, and where this module may not look. */
    public static Optional<SerializedLambda> serialised(Object object) {
        try {
            Method replace = object.getClass().getDeclaredMethod("writeReplace");
            replace.setAccessible(true);
            return replace.invoke(object) instanceof SerializedLambda lambda ? Optional.of(lambda) : Optional.empty();
        } catch (ReflectiveOperationException | InaccessibleObjectException noLambda) {
            return Optional.empty();
        }
    }

    /**
     * The lambda that this stands for.
     *
     * @param loader of the class whose code it is
     */
    public static Object deserialised(SerializedLambda lambda, ClassLoader loader) throws ReflectiveOperationException {
        Method deserialise = Class.forName(lambda.getCapturingClass().replace('/', '.'), false, loader)
                .getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
        deserialise.setAccessible(true);
        return deserialise.invoke(null, lambda);
    }
}
