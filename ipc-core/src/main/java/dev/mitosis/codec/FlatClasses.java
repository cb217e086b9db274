package dev.mitosis.codec;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which classes have objects that hold none which could be held twice or lead back to them, other than values: so that need not be looked
 * for, which takes half of the time.
 */
final class FlatClasses extends ClassValue<Boolean> {
    private static final Set<Class<?>> VALUES = Set.of(
            String.class,
            Boolean.class,
            Byte.class,
            Character.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class);

    @Override
    protected Boolean computeValue(Class<?> type) {
        return isValue(type)
                || (type.getClassLoader() != null
                        && !type.isHidden()
                        && !type.isArray()
                        && Stream.<Class<?>>iterate(type, each -> each != Object.class, Class::getSuperclass)
                                .flatMap(each -> Arrays.stream(each.getDeclaredFields()))
                                .allMatch(FlatClasses::isFlat));
    }

    private static boolean isFlat(Field field) {
        return Modifier.isStatic(field.getModifiers()) || isValue(field.getType());
    }

    private static boolean isValue(Class<?> type) {
        return type.isPrimitive() || type.isEnum() || VALUES.contains(type);
    }
}
