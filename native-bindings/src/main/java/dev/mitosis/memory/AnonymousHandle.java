package dev.mitosis.memory;

import dev.mitosis.process.ProcessIdentity;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the other processes of a user find an anonymous file: at a descriptor of a process that has it open. As text,
 * {@code memfd:PID@START:DESCRIPTOR:INODE}.
 */
record AnonymousHandle(ProcessIdentity holder, int descriptor, long inode) {
    private static final Pattern FORM = Pattern.compile("memfd:(\\d{1,7})@(\\d{1,12}):(\\d{1,9}):(\\d{1,18})");

    static AnonymousHandle parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "a handle is memfd:PID@START:DESCRIPTOR:INODE, as the process prints it that has the file, handle="
                            + text);
        }
        return new AnonymousHandle(
                new ProcessIdentity(Integer.parseInt(form.group(1)), Long.parseLong(form.group(2))),
                Integer.parseInt(form.group(3)),
                Long.parseLong(form.group(4)));
    }

    Path path() {
        return Path.of("/proc/" + holder.pid() + "/fd/" + descriptor);
    }

    @Override
    public String toString() {
        return "memfd:" + holder + ":" + descriptor + ":" + inode;
    }
}
