package dev.mitosis.ipc;

import dev.mitosis.io.Descriptor;
import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A standard stream of a forked child that goes to a file.
 *
 * @param stream its descriptor: 1 or 2
 * @param file absolute, so that it is the same in another process
 */
record Redirection(int stream, String file, boolean appends) {
    /** Nothing for a stream that is to stay as it is. */
    static Optional<Redirection> of(int stream, Redirect to) {
        File file = to.file();
        return Optional.ofNullable(file)
                .map(named -> new Redirection(stream, named.getAbsolutePath(), to.type() == Redirect.Type.APPEND));
    }

    /** The files of a child that is yet to be made, open: so whoever starts it is told when that cannot be. */
    static final class Files implements AutoCloseable {
        private final List<Redirection> wanted = new ArrayList<>();
        private final List<Descriptor> open = new ArrayList<>();

        Files(List<Redirection> redirections) {
            try {
                for (Redirection redirection : redirections) {
                    open.add(Descriptor.forOutput(Path.of(redirection.file), redirection.appends));
                    wanted.add(redirection);
                }
            } catch (RuntimeException notThis) {
                close();
                throw notThis;
            }
        }

        /** In the child: its streams go there from now on. */
        void takeOver() {
            for (int i = 0; i < wanted.size(); i++) {
                open.get(i).takePlaceOf(wanted.get(i).stream);
            }
            close();
        }

        @Override
        public void close() {
            for (Descriptor file : open) {
                file.close();
            }
        }
    }
}
