package dev.mitosis.ipc;

import java.io.Serializable;
import java.util.List;

/**
 * What a process asks its fork server for.
 *
 * @param ties to the one who asks, whose child it will be
 */
record ForkRequest(Ties ties, List<Redirection> redirections, ProgramWork work) implements Serializable {}
