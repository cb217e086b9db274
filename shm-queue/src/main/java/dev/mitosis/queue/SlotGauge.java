package dev.mitosis.queue;

/** How far the consumers of slots are: one like the other. */
final class SlotGauge implements Gauge {
    private final SlotArray slots;

    SlotGauge(SlotArray slots) {
        this.slots = slots;
    }

    @Override
    public long lag(int consumer, Places places) {
        return Math.max(0, slots.firstUnclaimed() - slots.firstUntaken()) * slots.maxMessageLength();
    }

    @Override
    public long received(Places places) {
        return slots.firstUntaken();
    }
}
