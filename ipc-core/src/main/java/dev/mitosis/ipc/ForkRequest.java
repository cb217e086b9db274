package dev.mitosis.ipc;

import java.io.Serializable;
import java.util.List;

/**
 * What a process asks its fork server for.
 *
 * @param parent the pid of the one who asks, whose child it will be
 */
record ForkRequest(int parent, boolean outlivesParent, List<Redirection> redirections, ProgramWork work)
        implements Serializable {}
