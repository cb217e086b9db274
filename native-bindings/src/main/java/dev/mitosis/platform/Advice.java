package dev.mitosis.platform;

import java.util.Map;
import java.util.Optional;
import jnr.constants.platform.Errno;

/** What a user can do about an error, where that is the same whatever the call was. */
final class Advice {
    private static final Map<Errno, String> BY_ERROR = Map.of(
            Errno.EACCES, "it is another user's, or its directory is: choose another path, or run as its owner",
            Errno.ELOOP, "a symbolic link is not followed: name the file itself, or remove the link",
            Errno.EFBIG, "ask for less, or raise the limit on a file's length: ulimit -f",
            Errno.EMFILE, "close some files or queues, or raise the limit on open files: ulimit -n",
            Errno.ENFILE, "the whole system has no descriptors left: raise fs.file-max",
            Errno.ENOMEM, "ask for less, or give more: memory, or address space by ulimit -v",
            Errno.ENOSPC, "the file system is full: ask for less, or remove what nobody needs there",
            Errno.EDQUOT, "this user's quota is used up: ask for less, or remove what nobody needs there");

    private Advice() {}

    static Optional<String> on(int errno) {
        return Optional.ofNullable(BY_ERROR.get(Errno.valueOf(errno)));
    }
}
