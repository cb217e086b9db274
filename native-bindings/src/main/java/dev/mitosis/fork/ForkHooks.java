package dev.mitosis.fork;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * What has to be done around a live fork, by those who hold something that a child must not share: the equivalent of
 * pthread_atfork(3). Before the fork, the last one registered runs first; after it, the first. All run on the forking thread.
 * Thread-safe.
 *
 * <p>A hook that throws before the fork prevents it; one that throws afterwards does so out of {@link LiveFork#fork()}, in the
 * process where it was.
 */
public final class ForkHooks {
    private static final List<Hook> HOOKS = new CopyOnWriteArrayList<>();

    private ForkHooks() {}

    /** One registration. */
    public interface Hook {
        /** In the parent, before the fork. */
        default void before() {}

        /** In the parent, after the fork, also when it failed. */
        default void afterInParent() {}

        /** In the child, before {@link LiveFork#fork()} returns there. */
        default void afterInChild() {}
    }

    /** Adds a hook, until the result is closed. */
    public static Registration register(Hook hook) {
        HOOKS.add(hook);
        return () -> HOOKS.remove(hook);
    }

    /**
     * Tells an object when it finds itself in a forked child, until the result is closed or nobody else keeps the object.
     *
     * @param disown must not keep the object: a method reference, say
     */
    public static <T> Registration whenInherited(T object, Consumer<? super T> disown) {
        return new InheritanceHook<>(object, disown)::end;
    }

    /** Ends a hook's registration; more than once is harmless. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    static void runBefore() {
        Hook[] hooks = HOOKS.toArray(new Hook[0]); // others may go meanwhile
        for (int i = hooks.length - 1; i >= 0; i--) {
            hooks[i].before();
        }
    }

    /** One loop for both: code that only a child runs, each child would link anew. */
    static void runAfter(boolean isChild) {
        for (Hook hook : HOOKS) {
            if (isChild) {
                hook.afterInChild();
            } else {
                hook.afterInParent();
            }
        }
    }
}
