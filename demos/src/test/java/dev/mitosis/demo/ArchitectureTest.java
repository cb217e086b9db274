package dev.mitosis.demo;

import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The house is as docs/architecture.md draws it. */
final class ArchitectureTest {
    private static final String[] NATIVE_BINDINGS = {
        "dev.mitosis.platform..",
        "dev.mitosis.process..",
        "dev.mitosis.fork..",
        "dev.mitosis.memory..",
        "dev.mitosis.io..",
        "dev.mitosis.sync..",
        "dev.mitosis.raw.."
    };
    private static final String RAW = "dev.mitosis.raw";
    private static JavaClasses all;

    @BeforeAll
    static void read() {
        all = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("dev/mitosis/testing/"))
                .importPackages("dev.mitosis");
    }

    @Test
    void arrowsBetweenModulesPointDown() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("native-bindings")
                .definedBy(NATIVE_BINDINGS)
                .layer("shm-queue")
                .definedBy("dev.mitosis.words..", "dev.mitosis.participant..", "dev.mitosis.queue..")
                .layer("ipc-core")
                .definedBy(
                        "dev.mitosis.codec..", "dev.mitosis.connection..", "dev.mitosis.shared..", "dev.mitosis.ipc..")
                .layer("demos")
                .definedBy("dev.mitosis.demo..")
                .whereLayer("demos")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("ipc-core")
                .mayOnlyBeAccessedByLayers("demos")
                .whereLayer("shm-queue")
                .mayOnlyBeAccessedByLayers("ipc-core", "demos")
                .check(all);
    }

    @Test
    void everyClassIsInARoomOfTheMap() {
        classes()
                .should()
                .resideInAnyPackage(Stream.concat(
                                Stream.of(NATIVE_BINDINGS),
                                Stream.of(
                                        "dev.mitosis.words..",
                                        "dev.mitosis.participant..",
                                        "dev.mitosis.queue..",
                                        "dev.mitosis.codec..",
                                        "dev.mitosis.connection..",
                                        "dev.mitosis.ipc..",
                                        "dev.mitosis.shared..",
                                        "dev.mitosis.demo.."))
                        .toArray(String[]::new))
                .check(all);
    }

    @Test
    void queueRoomsHaveNoCycle() {
        slices().matching("dev.mitosis.(words|participant|queue|codec|connection|shared|ipc|demo)..")
                .should()
                .beFreeOfCycles()
                .check(all);
    }

    @Test
    void nobodyOutsideNativeBindingsUsesTheRawInterfaces() {
        noClasses()
                .that()
                .resideOutsideOfPackages(NATIVE_BINDINGS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(RAW)
                .check(all);
    }

    @Test
    void publicSignaturesNameNeitherRawNorJnrTypes() {
        codeUnits()
                .that()
                .haveModifier(PUBLIC)
                .and()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage(RAW)
                .should(notNameRawTypes())
                .check(all);
    }

    @Test
    void topLevelHoldsWhatTheMapShows() throws IOException {
        Path root = Path.of(System.getProperty("project.root"));
        Set<String> allowed = new TreeSet<>(Set.of(
                "LICENSE",
                "README.md",
                "demos",
                "docs",
                "extras",
                "ipc-core",
                "mitosis",
                "mvnw",
                "mvnw.cmd",
                "native-bindings",
                "pom.xml",
                "shm-queue"));
        try (Stream<Path> entries = Files.list(root)) {
            Set<String> found = entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && !name.equals("target"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(allowed, found);
        }
    }

    private static ArchCondition<JavaCodeUnit> notNameRawTypes() {
        return new ArchCondition<>("not name raw or JNR types") {
            @Override
            public void check(JavaCodeUnit unit, ConditionEvents events) {
                Stream.concat(unit.getRawParameterTypes().stream(), Stream.of(unit.getRawReturnType()))
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.equals(RAW) || name.startsWith("jnr.") || name.startsWith("com.kenai."))
                        .forEach(name -> events.add(
                                SimpleConditionEvent.violated(unit, unit.getFullName() + " names a type of " + name)));
            }
        };
    }
}
