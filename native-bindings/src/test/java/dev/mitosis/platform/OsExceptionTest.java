package dev.mitosis.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.memory.SharedFile;
import java.nio.file.Path;
import jnr.constants.platform.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OsExceptionTest {
    @Test
    void itNamesTheCallItsArgumentsAndTheError() {
        OsException e = OsException.of(Errno.ENOENT.intValue(), "open", "/nowhere", 3);
        assertEquals("open(/nowhere, 3)", e.call());
        assertEquals("ENOENT", e.errno());
        assertEquals("open(/nowhere, 3): ENOENT (No such file or directory)", e.getMessage());
    }

    @Test
    void itSaysWhatToDoWhereThatIsKnown() {
        OsException e = OsException.of(Errno.EMFILE.intValue(), "pipe2");
        assertEquals(
                "pipe2(): EMFILE (Too many open files);"
                        + " close some files or queues, or raise the limit on open files: ulimit -n",
                e.getMessage());
        OsException advised = e.advising("wait a little");
        assertEquals("pipe2(): EMFILE (Too many open files); wait a little", advised.getMessage());
        assertEquals("EMFILE", advised.errno());
    }

    @Test
    void aCallWithoutArgumentsHasEmptyParentheses() {
        assertEquals("fork()", OsException.of(Errno.EAGAIN.intValue(), "fork").call());
    }

    @Test
    void anArgumentMayBeNull() {
        assertEquals("open(null)", OsException.of(1, "open", (Object) null).call());
    }

    /** EAGAIN, ENOTSUP and EDEADLK have second names for the same numbers. */
    @ParameterizedTest
    @ValueSource(strings = {"EPERM", "ESRCH", "EINTR", "ECHILD", "EAGAIN", "ENOSPC", "EPIPE", "EDEADLK", "EOPNOTSUPP"})
    void anErrorIsRecognisedByItsName(String name) {
        OsException e = OsException.of(Errno.valueOf(name).intValue(), "call");
        assertTrue(e.is(name), e.getMessage());
        assertFalse(e.is("EXDEV"));
    }

    @ParameterizedTest
    @ValueSource(ints = {4095, 1_000_000, -5})
    void anUnknownErrorIsNamedByItsNumber(int number) {
        OsException e = OsException.of(number, "call");
        assertEquals("errno " + number, e.errno());
        assertTrue(e.getMessage().startsWith("call(): errno " + number), e.getMessage());
    }

    @Test
    void resultsOtherThanMinusOnePassThrough() {
        assertEquals(0, OsException.check("call", 0));
        assertEquals(Long.MIN_VALUE, OsException.check("call", Long.MIN_VALUE));
    }

    @Test
    void theErrorIsTheOneThatTheSystemGave() {
        OsException e = assertThrows(OsException.class, () -> SharedFile.open(Path.of("/proc/self/status/nothing")));
        assertEquals("ENOTDIR", e.errno());
    }
}
