package dev.mitosis.codec;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds what in an object cannot be turned into bytes, by following what leads to it. */
public final class Culprit {
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Predicate<Class<?>> hasFields;
    private final Predicate<Object> canBeWritten;

    /**
     * @param hasFields whether the fields that this class declares are written
     * @param canBeWritten whether an object, with all that it holds, becomes bytes
     */
    Culprit(Predicate<Class<?>> hasFields, Predicate<Object> canBeWritten) {
        this.hasFields = hasFields;
        this.canBeWritten = canBeWritten;
    }

    /** What the JDK's own serialisation refuses. */
    public static Culprit ofJdk() {
        return new Culprit(Serializable.class::isAssignableFrom, Culprit::isSerializable);
    }

    /**
     * Such as "field Job.socket, a java.net.Socket"; empty when the object itself is to blame, or nothing can be said of the
     * holder.
     */
    public Optional<String> in(Object object) {
        if (object == null || !seen.add(object) || canBeWritten.test(object)) {
            return Optional.empty();
        }
        return held(object)
                .filter(holding -> holding.value != null && !canBeWritten.test(holding.value))
                .findFirst()
                .map(holding -> in(holding.value)
                        .orElse(holding.where + ", a "
                                + holding.value.getClass().getName()));
    }

    private Stream<Holding> held(Object object) {
        if (!hasFields.test(object.getClass())) {
            return Stream.empty();
        }
        Optional<SerializedLambda> lambda = Lambdas.serialised(object);
        return lambda.isPresent() ? captured(lambda.get()) : Stream.concat(elements(object), fields(object));
    }

    private static Stream<Holding> captured(SerializedLambda lambda) {
        String where = lambda.getCapturingClass().replace('/', '.');
        return IntStream.range(0, lambda.getCapturedArgCount())
                .mapToObj(i -> new Holding(
                        "variable " + (i + 1) + " that a lambda in " + where + " captures", lambda.getCapturedArg(i)));
    }

    private static Stream<Holding> elements(Object object) {
        String where = "an element of a " + object.getClass().getName();
        if (object instanceof Collection<?> collection) {
            return collection.stream().map(element -> new Holding(where, element));
        }
        if (object instanceof Map<?, ?> map) {
            return Stream.concat(map.keySet().stream(), map.values().stream())
                    .map(element -> new Holding(where, element));
        }
        return object instanceof Object[] array
                ? Stream.of(array).map(element -> new Holding("an element of an array", element))
                : Stream.empty();
    }

    private Stream<Holding> fields(Object object) {
        return Stream.<Class<?>>iterate(object.getClass(), type -> type != null, Class::getSuperclass)
                .filter(hasFields)
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

    private static boolean isSerializable(Object object) {
        try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            out.writeObject(object);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private record Holding(String where, Object value) {}
}
