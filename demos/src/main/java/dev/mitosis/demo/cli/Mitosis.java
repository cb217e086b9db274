package dev.mitosis.demo.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command {@code mitosis}. */
@Command(
        name = "mitosis",
        description = "Multiprocessing for the JVM: forks, and carries data between processes at memory speed.",
        mixinStandardHelpOptions = true,
        version = "mitosis 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TourCommand.class,
            ForkTreeCommand.class,
            ExampleCommand.class,
            BenchCommand.class,
            DoctorCommand.class,
            PsCommand.class,
            TopCommand.class,
            GcCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Mitosis implements Runnable {
    static final int FAILED = 1;
    static final int MISUSED = 2;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        int code = commandLine().execute(arguments);
        // Not by falling off the end: a library's thread must not keep a finished command alive.
        System.exit(code);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Mitosis())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Mitosis::misused)
                .setExecutionExceptionHandler(Mitosis::failed);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    private static int misused(ParameterException misuse, String[] arguments) {
        CommandLine command = misuse.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(oneLine("mitosis: " + misuse.getMessage() + "; see: "
                + command.getCommandSpec().qualifiedName() + " --help"));
        err.flush();
        return MISUSED;
    }

    private static int failed(Exception failure, CommandLine command, ParseResult parsed) {
        command.getErr().println(oneLine("mitosis: " + describe(failure)));
        command.getErr().flush();
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return FAILED;
    }

    private static String describe(Exception failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }
}
