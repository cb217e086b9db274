package dev.mitosis.demo.watch;

import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.shared.SharedInspection;
import dev.mitosis.shared.SharedInspection.Participant;
import java.util.List;
import java.util.Locale;

/** Locks, memory and the like, and their processes, as lines of text. */
public final class SharedTable {
    private static final String OBJECT = "%-28s %-16s %9s %15s %11s  %s%n";

    private SharedTable() {}

    /** Nothing where there are none. */
    public static String of(List<SharedInspection> objects) {
        if (objects.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, OBJECT, "SHARED", "KIND", "LENGTH", "OWNER", "DEATHS", "STATE"));
        for (SharedInspection object : objects) {
            text.append(String.format(
                    Locale.ROOT,
                    OBJECT,
                    object.path().getFileName(),
                    object.kind(),
                    object.length() == 0 ? "" : Long.toString(object.length()),
                    object.owner().map(owner -> "pid " + owner.pid()).orElse(""),
                    object.deaths(),
                    state(object)));
            object.participants().forEach(participant -> text.append(line(object, participant)));
        }
        return text.toString();
    }

    private static String line(SharedInspection object, Participant participant) {
        ProcessIdentity process = participant.process();
        return String.format(
                Locale.ROOT,
                "  %-26s pid %-12d %9s %15s%n",
                object.owner().filter(process::equals).isPresent() ? "owner" : "",
                process.pid(),
                participant.isAlive() ? "alive" : "dead",
                participant.waiting() == 0 ? "" : participant.waiting() + " waiting");
    }

    private static String state(SharedInspection object) {
        if (object.isInUse()) {
            return "in use";
        }
        return object.isLeftByTheDead() ? "left by the dead: see mitosis gc" : "idle";
    }
}
