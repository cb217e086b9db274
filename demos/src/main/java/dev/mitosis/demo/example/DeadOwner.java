package dev.mitosis.demo.example;

import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import dev.mitosis.shared.Shared;
import dev.mitosis.shared.SharedEvent;
import dev.mitosis.shared.SharedLock;
import dev.mitosis.shared.SharedLong;
import java.io.PrintStream;

/** A child is killed with a lock, in the middle of a change: who takes the lock next is told, and puts it in order. */
@SuppressWarnings("try") // what is held need not be used
final class DeadOwner implements Example {
    @Override
    public boolean run(StartMethod method, PrintStream out) throws Exception {
        SharedLock lock = Shared.anonymous().lock();
        SharedLong from = Shared.anonymous().longValue();
        SharedLong to = Shared.anonymous().longValue();
        from.set(100);
        SharedEvent halfDone = Shared.anonymous().event();
        ChildProcess<Integer> child = ChildProcess.builder().method(method).start(() -> {
            try (var held = lock.hold()) {
                from.addAndGet(-30);
                halfDone.set();
                Thread.sleep(60_000);
                to.addAndGet(30);
            }
            return 0;
        });
        halfDone.await();
        child.kill();
        out.println("the child was killed after the first half of a transfer: " + child.join());
        try (var held = lock.hold()) {
            out.println("took its lock; previousOwnerDied is " + held.previousOwnerDied() + ", and "
                    + (100 - from.get() - to.get()) + " are missing");
            if (!held.previousOwnerDied()) {
                return false;
            }
            from.set(100 - to.get());
            held.markConsistent();
        }
        try (var held = lock.hold()) {
            out.println("put in order: " + from.get() + " and " + to.get());
            return !held.previousOwnerDied() && from.get() + to.get() == 100;
        }
    }
}
