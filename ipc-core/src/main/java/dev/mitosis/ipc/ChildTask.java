package dev.mitosis.ipc;

import java.io.Serializable;

/**
 * What a child process does, as a class: its fields are what it is told.
 *
 * <pre>{@code
 * final class Greeting extends ChildTask {
 *     private final String name;
 *
 *     Greeting(String name) {
 *         this.name = name;
 *     }
 *
 *     @Override
 *     protected void run() {
 *         System.out.println("hello, " + name);
 *     }
 * }
 *
 * new Greeting("world").start().join();
 * }</pre>
 *
 * <p>The child runs a copy: what it changes in its fields, the parent does not see.
 */
public abstract class ChildTask implements Serializable {
    private static final long serialVersionUID = 1;

    /** Runs in the child. What it throws, {@link ChildProcess#result()} gives to the parent. */
    protected abstract void run() throws Exception;

    /** Says how it is started; to be overridden for another name, another start method, and so on. */
    protected ChildBuilder child() {
        return ChildProcess.builder().name(getClass().getSimpleName());
    }

    /** Starts a child that runs this; each call starts another one. See {@link ChildBuilder#start(Body)}. */
    public final ChildProcess<Void> start() {
        return child().start(() -> {
            run();
            return null;
        });
    }
}
