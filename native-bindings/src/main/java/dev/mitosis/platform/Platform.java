package dev.mitosis.platform;

import java.util.Locale;

/**
 * The operating system and processor that this JVM runs on.
 *
 * <p>{@code -Dmitosis.fallback=true} makes every machine look like one without POSIX calls, so that the way through
 * {@code ProcessBuilder} and mapped files can be tested anywhere.
 */
public record Platform(Os os, String architecture, boolean fallbackForced) {
    /** The system property that forces the fallback. */
    public static final String FALLBACK_PROPERTY = "mitosis.fallback";

    private static final Platform CURRENT = new Platform(
            Os.named(System.getProperty("os.name")),
            System.getProperty("os.arch").toLowerCase(Locale.ROOT),
            Boolean.getBoolean(FALLBACK_PROPERTY));

    /** The operating systems that Mitosis knows. */
    public enum Os {
        LINUX,
        MACOS,
        WINDOWS,
        OTHER;

        static Os named(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("linux")) {
                return LINUX;
            }
            if (lower.startsWith("mac")) {
                return MACOS;
            }
            return lower.startsWith("windows") ? WINDOWS : OTHER;
        }
    }

    public static Platform current() {
        return CURRENT;
    }

    /** Whether POSIX calls may be made: Linux or macOS, unless the fallback is forced. */
    public boolean isPosix() {
        return (os == Os.LINUX || os == Os.MACOS) && !fallbackForced;
    }

    /** Whether Linux's own calls may be made: on processors whose numbers for them are known, unless forced not to. */
    public boolean isLinux() {
        return os == Os.LINUX && !fallbackForced && (isX8664() || isAarch64());
    }

    private boolean isX8664() {
        return architecture.equals("amd64") || architecture.equals("x86_64");
    }

    public boolean isAarch64() {
        return architecture.equals("aarch64");
    }

    @Override
    public String toString() {
        return os.name().toLowerCase(Locale.ROOT) + "-" + architecture + (fallbackForced ? " (fallback forced)" : "");
    }
}
