package dev.mitosis.ipc;

import java.io.Serializable;
import java.util.concurrent.Callable;

/**
 * What a child process computes. Nothing is serialised on its way into a forked child; into a new JVM (SPAWN), the body and
 * all that it captures are. The result, or what it throws, is serialised on its way back.
 */
@FunctionalInterface
public interface Body<T> extends Callable<T>, Serializable {}
