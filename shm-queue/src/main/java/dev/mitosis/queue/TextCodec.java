package dev.mitosis.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Text in UTF-8. */
final class TextCodec implements Codec<String> {
    private static final int ONE_BYTE_LIMIT = 0x80;
    private static final int TWO_BYTES_LIMIT = 0x800;

    /** All of it, counted: a bound would refuse text that is short enough. */
    @Override
    public int maxLength(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each < ONE_BYTE_LIMIT) {
                length++;
            } else if (each < TWO_BYTES_LIMIT) {
                length += 2;
            } else if (!Character.isSurrogate(each)) {
                length += 3;
            } else if (isPair(text, i)) {
                length += 4;
                i++;
            } else {
                length++; // a question mark
            }
        }
        return length;
    }

    private static boolean isPair(String text, int at) {
        return at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    @Override
    public int write(String text, Message message) {
        return BYTES.write(text.getBytes(UTF_8), message);
    }

    @Override
    public String read(Message message) {
        return new String(message.toByteArray(), UTF_8);
    }
}
