package dev.mitosis.fork;

import static dev.mitosis.fork.ForkPrograms.CODE;
import static dev.mitosis.fork.ForkPrograms.check;
import static dev.mitosis.fork.ForkPrograms.checkExits;

import dev.mitosis.raw.LibC;
import dev.mitosis.raw.SysMman;
import dev.mitosis.testing.Until;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** Forks of a process in which a library has a thread that the VM does not know: x86-64's instructions play the library. */
final class ForkLibraries {
    private static final int PAGE = 4096;
    private static final int READ_WRITE_EXECUTE = 7;
    private static final int PRIVATE_ANONYMOUS = 0x22;

    /** Adds to the count, and sleeps as long as the words behind it say. */
    private static final String COUNTS_AND_SLEEPS = "4889fb" // mov rbx, rdi
            + "48ff03" // again: inc qword [rbx]
            + "b823000000" + "488d7b08" + "31f6" + "0f05" // nanosleep(rbx + 8, NULL)
            + "ebee"; // jmp again

    /** Adds to the count until the word behind it is not 0, and waits for signals then. */
    private static final String COUNTS = "48ff07" // again: inc qword [rdi]
            + "837f0800" + "74f7" // cmp dword [rdi + 8], 0; je again
            + "b822000000" + "0f05" + "ebf7"; // pause(), for ever

    private ForkLibraries() {}

    /** What these programs call by themselves. */
    public interface Calls {
        int pthread_create(Pointer thread, Pointer attributes, Pointer code, Pointer argument);
    }

    private static Pointer start(String code, long behindTheCount) {
        Calls calls = LibC.load(Calls.class);
        long mapped = LibC.load(SysMman.class).mmap(null, PAGE, READ_WRITE_EXECUTE, PRIVATE_ANONYMOUS, -1, 0);
        Pointer page = Pointer.wrap(Runtime.getSystemRuntime(), mapped, PAGE);
        byte[] instructions = HexFormat.of().parseHex(code);
        page.put(0, instructions, 0, instructions.length);
        Pointer count = page.slice(PAGE / 2);
        count.putLong(Long.BYTES, 0);
        count.putLong(2 * Long.BYTES, behindTheCount);
        Pointer thread = Memory.allocateDirect(Runtime.getSystemRuntime(), Long.BYTES);
        check(calls.pthread_create(thread, null, page, count) == 0, "a thread of the library's");
        Until.holds("the library counts", () -> count.getLong(0) > 0);
        return count;
    }

    private static boolean moves(Pointer count) throws InterruptedException {
        long before = count.getLong(0);
        TimeUnit.MILLISECONDS.sleep(200);
        return count.getLong(0) > before;
    }

    /** It sleeps a millisecond at a time, and counts. */
    static Void libraryThread() throws InterruptedException {
        Pointer count = start(COUNTS_AND_SLEEPS, TimeUnit.MILLISECONDS.toNanos(1));
        for (int i = 0; i < ForkPrograms.SIBLINGS; i++) {
            checkExits(CODE, ForkedChildren.run(() -> {
                check(!moves(count), "the library counts on in the child");
                checkExits(CODE, ForkedChildren.run(() -> {
                    check(!moves(count), "the library counts on in the child's child");
                    return CODE;
                }));
                return CODE;
            }));
        }
        check(moves(count), "the library does not count on in the parent");
        return null;
    }

    /** It never waits: then the fork cannot be made, until it does. */
    static Void busyLibraryThread() throws InterruptedException {
        Pointer count = start(COUNTS, 0);
        ForkRefusals.checkRefused("of a library");
        check(moves(count), "the library does not count on");
        count.putInt(Long.BYTES, 1);
        ForkRefusals.checkForks();
        return null;
    }
}
