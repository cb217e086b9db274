package dev.mitosis.connection;

import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.testing.Until;

/** What a process sees of children that leave a pipe, by themselves or killed. */
final class Departures {
    private final Talkers talkers;

    Departures(Talkers talkers) {
        this.talkers = talkers;
    }

    void aChildThatEndsIsAtItsEnd() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            Connection its = pipe.second();
            ChildProcess<Void> child = talkers.start(() -> {
                its.send("last words");
                return null;
            });
            its.close();
            Talkers.check(pipe.first().receive().equals("last words"), "what was sent");
            Talkers.checkEnd(pipe.first());
            child.join();
        }
    }

    void aKilledChildIsAtItsEnd() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            ChildProcess<Void> child = talkers.startLingering(pipe.second(), "alive");
            pipe.second().close();
            Talkers.check(pipe.first().receive().equals("alive"), "what was sent");
            child.kill();
            Talkers.checkEnd(pipe.first());
            child.join();
        }
    }

    void aChildThatIsKilledUnusedIsAtItsEnd() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            Connection its = pipe.second();
            ChildProcess<Boolean> child = talkers.start(() -> {
                Talkers.linger();
                return its == null;
            });
            its.close();
            child.kill();
            Talkers.checkEnd(pipe.first());
            child.join();
        }
    }

    void aHalfMessageIsNoMessage() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            Connection its = pipe.second();
            ChildProcess<Void> child = talkers.start(() -> {
                its.send("whole");
                its.sendBytes(Talkers.LARGE);
                return null;
            });
            its.close();
            Talkers.check(pipe.first().receive().equals("whole"), "what was sent");
            Talkers.check(pipe.first().poll(Talkers.LONG), "the beginning of the next");
            child.kill();
            child.join();
            Talkers.checkEnd(pipe.first());
        }
    }

    void sendingToTheDeadIsRefused() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            ChildProcess<Void> child = talkers.startLingering(pipe.second(), "alive");
            pipe.second().close();
            pipe.first().receive();
            child.kill();
            try {
                while (true) {
                    pipe.first().sendBytes(Talkers.LARGE);
                }
            } catch (PeerGoneException expected) {
                Talkers.checkEnd(pipe.first());
            }
            child.join();
        }
    }

    void anEndHasOneProcess() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            ChildProcess<Void> child = talkers.startLingering(pipe.second(), "mine");
            Talkers.check(pipe.first().poll(Talkers.LONG), "no message within " + Talkers.LONG);
            try {
                pipe.second().send(1);
                Talkers.check(false, "two processes have one end");
            } catch (IllegalStateException refused) {
                Talkers.check(refused.getMessage().contains("=" + child.pid()), refused.getMessage());
            }
            child.kill();
            child.join();
        }
    }

    /** Where memory has a name, it goes with the end that is closed last, which may be another process's. */
    void nothingIsLeft() {
        String maker = "." + ProcessIdentity.current() + ".";
        Until.holds(
                "no pipe's file is left",
                () -> SharedDirectory.ofThisUser().temporaries(Line.PURPOSE).stream()
                        .noneMatch(file -> file.toString().contains(maker)));
    }
}
