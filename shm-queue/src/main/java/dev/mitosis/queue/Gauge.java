package dev.mitosis.queue;

/** Reads how far consumers are, from outside. */
interface Gauge {
    /** What is there that a consumer has not released, in bytes. */
    long lag(int consumer, Places places);

    /** How many messages all consumers together have received. */
    long received(Places places);
}
