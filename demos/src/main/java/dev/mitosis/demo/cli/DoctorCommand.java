package dev.mitosis.demo.cli;

import dev.mitosis.demo.doctor.Doctor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code mitosis doctor}. */
@Command(
        name = "doctor",
        description = "Says what this system and JVM support, and what to change if not.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return new Doctor(System.out).examine() ? 0 : Mitosis.FAILED;
    }
}
