package dev.mitosis.ipc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a process asks its fork server for. It crosses their pipe field by field: the JDK's serialisation takes long in a JVM that
 * hardly ever uses it, since none of it is compiled there.
 *
 * @param ties to the one who asks, whose child it will be
 */
record ForkRequest(Ties ties, List<Redirection> redirections, Work work) {
    // What kind of work follows.
    static final byte PROGRAM = 0;
    static final byte BODY = 1;

    byte[] toBytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(ties.parent());
        out.writeBoolean(ties.outlivesParent());
        out.writeInt(ties.guard());
        out.writeInt(redirections.size());
        for (Redirection redirection : redirections) {
            out.writeInt(redirection.stream());
            writeText(out, redirection.file());
            out.writeBoolean(redirection.appends());
        }
        work.writeTo(out);
        return bytes.toByteArray();
    }

    /**
     * In the fork server.
     *
     * @param slots of the one who asks
     */
    static ForkRequest ofBytes(byte[] bytes, OutcomeSlots slots) throws IOException, ClassNotFoundException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        Ties ties = new Ties(in.readInt(), in.readBoolean(), in.readInt());
        List<Redirection> redirections = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            redirections.add(new Redirection(in.readInt(), readText(in), in.readBoolean()));
        }
        return new ForkRequest(ties, redirections, readWork(in, slots));
    }

    private static Work readWork(DataInputStream in, OutcomeSlots slots) throws IOException, ClassNotFoundException {
        byte kind = in.readByte();
        return switch (kind) {
            case PROGRAM -> ProgramWork.readFrom(in);
            case BODY -> BodyWork.readFrom(in, slots);
            default -> throw new IOException("a fork server knows no such work, kind=" + kind);
        };
    }

    /** Not by {@code writeUTF}, which refuses a long text and does not say what would do: {@link Zygote} does. */
    static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
