package dev.mitosis.queue;

/**
 * How values become messages, and messages values again. One is used by one thread at a time, unless it says otherwise.
 *
 * <pre>{@code
 * record Price(long instrument, double amount) {}
 *
 * Codec<Price> prices = new Codec<>() {
 *     public int maxLength(Price price) {
 *         return 16;
 *     }
 *
 *     public int write(Price price, Message message) {
 *         message.putLong(0, price.instrument());
 *         message.putLong(8, Double.doubleToLongBits(price.amount()));
 *         return 16;
 *     }
 *
 *     public Price read(Message message) {
 *         return new Price(message.getLong(0), Double.longBitsToDouble(message.getLong(8)));
 *     }
 * };
 * }</pre>
 *
 * @param <T> what is sent and received
 */
public interface Codec<T> {
    /** Bytes as they are. Thread-safe. */
    Codec<byte[]> BYTES = new Codec<>() {
        @Override
        public int maxLength(byte[] value) {
            return value.length;
        }

        @Override
        public int write(byte[] value, Message message) {
            message.putBytes(0, value, 0, value.length);
            return value.length;
        }

        @Override
        public byte[] read(Message message) {
            return message.toByteArray();
        }
    };

    /** Text in UTF-8. Half of a surrogate pair becomes a question mark. Thread-safe. */
    Codec<String> TEXT = new TextCodec();

    /** How many bytes the value may take; so many are claimed. */
    int maxLength(T value);

    /**
     * Writes the value from the message's beginning on.
     *
     * @param message as long as {@link #maxLength} said
     * @return how many bytes it took
     */
    int write(T value, Message message);

    /** The value of a message, of which it keeps nothing. */
    T read(Message message);
}
