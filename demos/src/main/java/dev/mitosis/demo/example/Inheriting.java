package dev.mitosis.demo.example;

import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What this process has done since its start is there in a forked child. A fork server's child has what the server had, and a
 * new JVM begins from nothing. What a body captures goes to all of them.
 */
final class Inheriting implements Example {
    private static final String PROPERTY = "mitosis.example.inherit";
    private static final int CAPTURED = 7;
    private static final List<String> STATIC_LIST = new ArrayList<>();

    @Override
    public boolean run(StartMethod ignored, PrintStream out) throws Exception {
        STATIC_LIST.add("written by process " + ProcessHandle.current().pid());
        System.setProperty(PROPERTY, "set at run time");
        boolean right = true;
        for (StartMethod method : StartMethod.values()) {
            if (!method.missingBecause().isEmpty()) {
                out.println(method + " is not to be had here: " + method.missingBecause());
                continue;
            }
            int captured = CAPTURED;
            Map<String, String> seen = ChildProcess.builder()
                    .method(method)
                    .start(() -> look(captured))
                    .result();
            out.println(method + ":");
            seen.forEach((what, value) -> out.printf("  %-22s %s%n", what, value));
            boolean inherited = !seen.get("a static list").equals("[]");
            right &= inherited == (method == StartMethod.FORK)
                    && seen.get("a captured variable").equals("7");
        }
        out.println("What FORK's child changes in its copy stays its own: here the list has " + STATIC_LIST.size()
                + " element" + (STATIC_LIST.size() == 1 ? "" : "s") + " still.");
        return right && STATIC_LIST.size() == 1;
    }

    private static Map<String, String> look(int captured) {
        Map<String, String> seen = new LinkedHashMap<>();
        seen.put("a static list", STATIC_LIST.toString());
        seen.put("a system property", System.getProperty(PROPERTY));
        seen.put("a captured variable", String.valueOf(captured));
        STATIC_LIST.add("written by the child");
        return seen;
    }
}
