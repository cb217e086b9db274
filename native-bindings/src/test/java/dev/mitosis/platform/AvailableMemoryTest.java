package dev.mitosis.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** With a limit: see LiveForkTest, which makes one. */
class AvailableMemoryTest {
    @Test
    void isLessThanTheMachineHas() {
        long total =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        long available = AvailableMemory.bytes().orElse(0);
        assertEquals(Platform.current().isLinux(), available > 0);
        assertTrue(available < total, available + " of " + total);
    }
}
