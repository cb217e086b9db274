package dev.mitosis.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every piece of Java in README and docs compiles, as statements or as members of a class. */
final class GuideCodeTest {
    private static final Path ROOT = Path.of(System.getProperty("project.root"));
    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");
    private static final String IMPORTS = """
            import static java.nio.charset.StandardCharsets.UTF_8;
            import dev.mitosis.codec.*;
            import dev.mitosis.connection.*;
            import dev.mitosis.fork.*;
            import dev.mitosis.io.*;
            import dev.mitosis.ipc.*;
            import dev.mitosis.participant.*;
            import dev.mitosis.process.*;
            import dev.mitosis.queue.*;
            import dev.mitosis.shared.*;
            import java.nio.file.Path;
            import java.time.Duration;
            import java.util.List;
            import java.util.concurrent.*;
            import net.openhft.chronicle.bytes.Bytes;
            """;

    record Piece(Path guide, String code) {
        @Override
        public String toString() {
            return guide.getFileName() + ": " + code.lines().findFirst().orElse("");
        }
    }

    static List<Piece> pieces() throws IOException {
        List<Piece> pieces = new ArrayList<>();
        for (Path guide : guides()) {
            Matcher code = CODE.matcher(Files.readString(guide));
            while (code.find()) {
                pieces.add(new Piece(guide, code.group(1)));
            }
        }
        return pieces;
    }

    @ParameterizedTest
    @MethodSource("pieces")
    void compiles(Piece piece) {
        String asStatements = errors("class Guide { void run() throws Exception { " + piece.code() + "}}");
        String asMembers = errors("class Guide { " + piece.code() + "}");
        if (!asStatements.isEmpty() && !asMembers.isEmpty()) {
            assertEquals("", piece.code().contains(" class ") ? asMembers : asStatements);
        }
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        for (Path guide : guides()) {
            Matcher link = LINK.matcher(Files.readString(guide));
            while (link.find()) {
                Path target = guide.resolveSibling(link.group(1));
                assertEquals(true, Files.exists(target), guide + " links to " + target);
            }
        }
    }

    @Test
    void thereIsCode() throws IOException {
        assertFalse(pieces().isEmpty());
    }

    private static List<Path> guides() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            docs.filter(file -> file.toString().endsWith(".md")).sorted())
                    .toList();
        }
    }

    private static String errors(String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter output = new StringWriter();
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Guide.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return IMPORTS + source;
            }
        };
        List<String> options = List.of("-proc:none", "-Xlint:none");
        boolean compiled = compiler.getTask(output, compileOnly(compiler), null, options, null, List.of(file))
                .call();
        return compiled ? "" : output.toString();
    }

    /** Nothing is written: what is asked is only whether it compiles. */
    private static JavaFileManager compileOnly(JavaCompiler compiler) {
        return new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
                return new SimpleJavaFileObject(URI.create("mem:///" + name + ".class"), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        return OutputStream.nullOutputStream();
                    }
                };
            }
        };
    }
}
