package dev.mitosis.fork;

import java.lang.ref.WeakReference;
import java.util.function.Consumer;

/** Tells an object when it finds itself in a forked child. One that nobody else keeps can still be collected. */
final class InheritanceHook<T> implements ForkHooks.Hook {
    private final WeakReference<T> heirloom;
    private final Consumer<? super T> disown;
    private final ForkHooks.Registration registration;

    InheritanceHook(T heirloom, Consumer<? super T> disown) {
        this.heirloom = new WeakReference<>(heirloom);
        this.disown = disown;
        this.registration = ForkHooks.register(this);
    }

    @Override
    public void before() {
        if (heirloom.get() == null) {
            end();
        }
    }

    @Override
    public void afterInChild() {
        T inherited = heirloom.get();
        if (inherited != null) {
            disown.accept(inherited);
        }
    }

    void end() {
        registration.close();
    }
}
