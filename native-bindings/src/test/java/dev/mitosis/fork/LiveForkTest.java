package dev.mitosis.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mitosis.platform.Platform;
import dev.mitosis.testing.ChildJvm;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of a fork, each by a small program in a JVM of its own; see {@link ForkPrograms}. */
class LiveForkTest {
    @Test
    void aChildIsANewProcessWhichKnowsItsPid() {
        assertPasses("pid");
    }

    @Test
    void whatWasBufferedIsWrittenOnce() {
        assertEquals(new ChildJvm.Ended(0, "before child after\n"), run(List.of(), "buffered"));
    }

    @Test
    void hooksRunInTheOrderOfPthreadAtfork() {
        assertEquals(
                new ChildJvm.Ended(0, "before 2, before 1, child 1, child 2\nbefore 2, before 1, parent 1, parent 2\n"),
                run(List.of(), "hooks"));
    }

    @Test
    void aHookThatThrowsPreventsTheFork() {
        assertPasses("throwingHook");
    }

    @Test
    void randomNumbersDifferBetweenSiblings() {
        assertPasses("randomness");
    }

    @Test
    void aChildForksTooAndSoDoesItsChild() {
        assertPasses("grandchild");
    }

    @Test
    void aChildWhoseFirstThreadHasEndedForksToo() {
        assertPasses("grandchildOfTheBereft");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orphan", "orphanWhoseHookHangs", "lateOrphan", "stoppedOrphan"})
    void aChildEndsWithItsParentIfItIsToldTo(String kind) {
        assertPasses(kind);
    }

    @Test
    void childrenOfThreadsThatDeflateAllTheTimeLive() {
        assertPasses("deflating");
    }

    @Test
    void whatTheParentWaitsForIsNotTakenByTheChild() {
        assertPasses("input");
    }

    @Test
    void fiveHundredThreadsAreFrozen() {
        assertPasses("manyThreads");
    }

    @Test
    void virtualThreadsThatWaitAreNamedAsFrozen() {
        assumeTrue(Jdk.hasVirtualThreads());
        assertPasses("namesOfTheUnmounted");
    }

    @Test
    void aReportSaysInTheChildTooWhatWasDone() {
        assertPasses("report");
    }

    @Test
    void aShutdownHookMayFork() {
        ChildJvm.Ended ended = run(List.of(), "inShutdownHook");
        assertTrue(ended.output().contains("child in hook: exited with code 7"), ended.output());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseParallelGC", "-XX:+UseG1GC", "-XX:+UseShenandoahGC"})
    void aCollectionMayBeUnderWay(String collector) {
        assertPasses(List.of("-XX:-UseSerialGC", collector), "collecting");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseParallelGC", "-XX:+UseG1GC", "-XX:+UseShenandoahGC"})
    void whoWasInACriticalRegionIsInTheWayOfNoFork(String collector) {
        assertPasses(List.of("-XX:-UseSerialGC", collector), "deflated");
    }

    @Test
    void aReportIsReadWithoutLoadingClasses() {
        assertPasses("reportedWithoutLoadingClasses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classMaker", "monitorOwner", "lockOwner", "virtualMonitorOwner"})
    void whatAFrozenThreadHoldsForGoodIsNamed(String program) {
        assumeTrue(Jdk.hasVirtualThreads() || !program.startsWith("virtual"));
        assertPasses(program);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unmountedLockOwner",
                "unmountedInTheParent",
                "unmountedInHaste",
                "unmountedOwnersOfNothing",
                "unmountedBesideAWaitingOwner",
                "moreUnmountedThanCanBeNamed"
            })
    void whatAVirtualThreadHoldsThatWaitsIsNamed(String program) {
        assumeTrue(Jdk.hasVirtualThreads());
        assertPasses(program);
    }

    @Test
    void theMonitorOfAVirtualThreadThatWaitsIsNamed() {
        assumeTrue(Jdk.unmountsOwnersOfMonitors());
        assertPasses("unmountedMonitorOwner");
    }

    @Test
    void virtualThreadsThatAreThreadsOfTheKernelAreRefused() {
        assumeTrue(Jdk.hasVirtualThreads());
        assertRefused(List.of("-XX:+UnlockExperimentalVMOptions", "-XX:-VMContinuations"), "-XX:-VMContinuations");
    }

    @Test
    void aMomentAtWhichNobodyHoldsAnythingIsWaitedFor() {
        assertPasses("briefOwners");
    }

    @Test
    void whoWaitsForAConditionHoldsNothing() {
        assertPasses("condition");
    }

    @ParameterizedTest
    @ValueSource(strings = {"atOnce", "atOnceInChildren"})
    void severalThreadsForkAtOnce(String program) {
        assertPasses(program);
    }

    @Test
    void theParentsThreadsGoOn() {
        assertPasses("parentGoesOn");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "streams",
                "offsets",
                "offsetsOfSiblings",
                "oomScore",
                "scheduling",
                "cpus",
                "garbage",
                "namesOfTheFrozen",
                "siblingOfCaller"
            })
    void theChildHasWhatItMayHave(String program) {
        assertPasses(program);
    }

    @ParameterizedTest
    @ValueSource(strings = {"recording", "virtualThread", "nativeCode", "blockedSignals"})
    void aForkThatCannotBeMadeLeavesTheParentAsItWas(String program) {
        assumeTrue(Jdk.hasVirtualThreads() || !program.startsWith("virtual"));
        assertPasses(program);
    }

    @Test
    void aLimitOfTasksMakesTheForkFailInTheParent() {
        assumeTrue(ForkRefusals.canLimit("pids"), "groups of processes cannot be made here");
        assertPasses("limitOfTasks");
    }

    @Test
    void aForkIsNotMadeWithLessMemoryThanItsCallerNeeds() {
        assumeTrue(ForkRefusals.canLimit("memory"), "groups of processes cannot be made here");
        assertPasses("limitOfMemory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ioUring", "tracedThread"})
    void threadsThatTakeNoSignalAreLeftAloneOrNamed(String program) {
        ChildJvm.Ended ended = run(List.of(), program);
        assertEquals(0, ended.exitValue(), ended.output());
        assumeFalse(ended.output().contains(ForkKernel.NOT_HERE), ended.output());
    }

    @ParameterizedTest
    @ValueSource(strings = {"libraryThread", "busyLibraryThread"})
    void aThreadOfALibraryThatTheVmDoesNotKnowStaysWhereItIs(String program) {
        assumeFalse(Platform.current().isAarch64(), "the library is of x86-64's instructions");
        assertPasses(program);
    }

    @Test
    void aHeapInReservedHugePagesIsRefused() throws IOException {
        List<String> flags = ForkKernel.flagsForReservedHugePages();
        assumeFalse(flags.isEmpty(), "no huge pages are set aside here");
        assertRefused(flags, "heap", "reserved huge pages");
    }

    @Test
    void zgcIsRefusedWithWhatToUseInstead() {
        assertRefused(List.of("-XX:-UseSerialGC", "-XX:+UseZGC"), "heap", "-XX:+UseG1GC");
    }

    private static void assertRefused(List<String> flags, String... said) {
        ChildJvm.Ended ended = run(flags, "missing");
        assertTrue(Stream.of(said).allMatch(ended.output()::contains), ended.output());
        assertEquals(0, ended.exitValue());
    }

    @Test
    void aDebuggerIsRefusedWithTheReason() {
        ChildJvm.Ended ended =
                run(List.of("-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0"), "missing");
        assertTrue(ended.output().contains("debugger") && ended.output().contains("-agentlib:jdwp"), ended.output());
        assertEquals(0, ended.exitValue());
    }

    private static void assertPasses(String program) {
        assertPasses(List.of(), program);
    }

    private static void assertPasses(List<String> flags, String program) {
        ChildJvm.Ended ended = run(flags, program);
        assertEquals(0, ended.exitValue(), ended.output());
    }

    private static ChildJvm.Ended run(List<String> flags, String program) {
        return ChildJvm.run(ForkPrograms.class, flags, program);
    }
}
