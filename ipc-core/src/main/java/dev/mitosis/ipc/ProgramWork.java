package dev.mitosis.ipc;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A program, made in the child, with its arguments. */
record ProgramWork(Class<? extends Program> program, List<String> words) implements Work {
    @Override
    public int run() throws Exception {
        return program.getConstructor().newInstance().run(words);
    }

    @Override
    public ProgramWork elsewhere() {
        return this;
    }

    @Override
    public void writeTo(DataOutputStream out) throws IOException {
        out.writeByte(ForkRequest.PROGRAM);
        ForkRequest.writeText(out, program.getName());
        out.writeInt(words.size());
        for (String word : words) {
            ForkRequest.writeText(out, word);
        }
    }

    /** In a fork server, which does not initialise the class: that is for each child to do. */
    static ProgramWork readFrom(DataInputStream in) throws IOException, ClassNotFoundException {
        Class<? extends Program> program = Class.forName(
                        ForkRequest.readText(in), false, ProgramWork.class.getClassLoader())
                .asSubclass(Program.class);
        List<String> words = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            words.add(ForkRequest.readText(in));
        }
        return new ProgramWork(program, words);
    }

    /** What to tell {@link SpawnedMain} in a new JVM, so that it does it there. */
    List<String> arguments() {
        return Stream.concat(Stream.of(program.getName()), words.stream()).toList();
    }
}
