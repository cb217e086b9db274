package dev.mitosis.peers;

import dev.mitosis.demo.bench.process.Run;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What is sent, in Agrona's buffers. */
final class Templates {
    private Templates() {}

    /** A message but for its first word. */
    static UnsafeBuffer of(Run run) {
        UnsafeBuffer template = new UnsafeBuffer(ByteBuffer.allocateDirect(run.size()));
        for (int word = 1; word < run.payload().length; word++) {
            template.putLong(word * Long.BYTES, run.payload()[word]);
        }
        return template;
    }

    /** Of the words behind the first one. */
    static long sum(Run run, DirectBuffer buffer, int offset, int length) {
        run.checkSize(length);
        long sum = 0;
        for (int at = Long.BYTES; at < run.size(); at += Long.BYTES) {
            sum += buffer.getLong(offset + at);
        }
        return sum;
    }
}
