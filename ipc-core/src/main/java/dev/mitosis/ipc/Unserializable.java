package dev.mitosis.ipc;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds what in an object cannot be serialised, by following the fields that lead to it. */
final class Unserializable {
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private Unserializable() {}

    /** Such as "field Job.socket, a java.net.Socket", or the class alone where nothing can be said of its holder. */
    static String explain(Object root, NotSerializableException refusal) {
        String culprit = refusal.getMessage();
        return new Unserializable()
                .find(root)
                .map(where -> where.endsWith(culprit) ? where : where + ", which holds a " + culprit)
                .orElse(culprit);
    }

    private Optional<String> find(Object object) {
        if (object == null || !seen.add(object) || isSerializable(object)) {
            return Optional.empty();
        }
        return held(object)
                .filter(holding -> !isSerializable(holding.value))
                .findFirst()
                .map(holding -> find(holding.value)
                        .orElse(holding.where + ", a "
                                + holding.value.getClass().getName()));
    }

    private static Stream<Holding> held(Object object) {
        if (!(object instanceof Serializable)) {
            return Stream.empty();
        }
        Optional<SerializedLambda> lambda = lambda(object);
        return lambda.isPresent() ? captured(lambda.get()) : fields(object);
    }

    private static Stream<Holding> captured(SerializedLambda lambda) {
        String where = lambda.getCapturingClass().replace('/', '.');
        return IntStream.range(0, lambda.getCapturedArgCount())
                .mapToObj(i -> new Holding(
                        "variable " + (i + 1) + " that a lambda in " + where + " captures", lambda.getCapturedArg(i)));
    }

    private static Stream<Holding> fields(Object object) {
        return Stream.<Class<?>>iterate(object.getClass(), type -> type != null, Class::getSuperclass)
                .filter(Serializable.class::isAssignableFrom)
                .flatMap(type -> Stream.of(type.getDeclaredFields()))
                .filter(field -> (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0)
                .flatMap(field -> value(field, object).stream());
    }

    private static Optional<Holding> value(Field field, Object object) {
        try {
            field.setAccessible(true);
            return Optional.ofNullable(field.get(object))
                    .map(value ->
                            new Holding("field " + field.getDeclaringClass().getName() + "." + field.getName(), value));
        } catch (InaccessibleObjectException | IllegalAccessException notOurs) {
            return Optional.empty();
        }
    }

    /** What serialisation makes of a lambda. */
    private static Optional<SerializedLambda> lambda(Object object) {
        try {
            Method replace = object.getClass().getDeclaredMethod("writeReplace");
            replace.setAccessible(true);
            return replace.invoke(object) instanceof SerializedLambda lambda ? Optional.of(lambda) : Optional.empty();
        } catch (ReflectiveOperationException | InaccessibleObjectException noLambda) {
            return Optional.empty();
        }
    }

    private static boolean isSerializable(Object object) {
        if (object == null) {
            return true;
        }
        try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            out.writeObject(object);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private record Holding(String where, Object value) {}
}
