package dev.mitosis.peers;

import dev.mitosis.demo.bench.process.Run;
import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A process's Aeron client, and in one process of a run the driver as well. */
final class AeronNode implements AutoCloseable {
    static final String CHANNEL = "aeron:ipc";

    private static final int TERM_LENGTH = 16 << 20;
    private static final long TURN_PAUSE_NANOS = 200_000;

    private final MediaDriver driver;
    private final Aeron aeron;

    private AeronNode(MediaDriver driver, Aeron.Context context) {
        this.driver = driver;
        this.aeron = Aeron.connect(context);
    }

    static AeronNode client(Path directory) {
        return new AeronNode(null, new Aeron.Context().aeronDirectoryName(home(directory)));
    }

    /** With the driver, unless another process has it. */
    static AeronNode joint(Path directory) {
        try {
            Files.createFile(directory.resolve("has-driver"));
        } catch (FileAlreadyExistsException another) {
            return client(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        MediaDriver driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(home(directory))
                .threadingMode(ThreadingMode.INVOKER)
                .ipcTermBufferLength(TERM_LENGTH)
                .termBufferSparseFile(false)
                .performStorageChecks(false)
                .spiesSimulateConnection(false)
                .printConfigurationOnStart(false));
        return new AeronNode(
                driver,
                new Aeron.Context()
                        .aeronDirectoryName(home(directory))
                        .driverAgentInvoker(driver.sharedAgentInvoker())
                        .useConductorAgentInvoker(true));
    }

    private static String home(Path directory) {
        return directory.resolve("aeron").toString();
    }

    Aeron aeron() {
        return aeron;
    }

    /** Until the others of the run are there. */
    void turnUntil(Run run, BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            if (run.isStopped()) {
                throw new IllegalStateException("the run ended before all were connected");
            }
            turn();
        }
    }

    /** A turn of all that has no thread here, and a pause. */
    void turn() {
        driverTurn();
        LockSupport.parkNanos(TURN_PAUSE_NANOS);
    }

    /** The driver's, and the client's, which else is taken for dead after some seconds. */
    void driverTurn() {
        if (driver != null) {
            driver.sharedAgentInvoker().invoke();
            aeron.conductorAgentInvoker().invoke();
        }
    }

    @Override
    public void close() {
        aeron.close();
        if (driver != null) {
            driver.close();
        }
    }
}
