package dev.mitosis.connection;

import dev.mitosis.ipc.StartMethod;

/** What a process does with its children by pipes, whichever way they are started. Prints what was wrong, or nothing. */
final class Scenarios {
    private Scenarios() {}

    private interface Scenario {
        void play() throws Exception;
    }

    /**
     * @param arguments the method by which children are started
     */
    public static void main(String[] arguments) throws Exception {
        Talkers talkers = new Talkers(StartMethod.valueOf(arguments[0]));
        Exchanges exchanges = new Exchanges(talkers);
        Departures departures = new Departures(talkers);
        run("a child sends", exchanges::aChildSends);
        run("they answer each other", exchanges::theyAnswerEachOther);
        run("a lambda is run there", exchanges::aLambdaIsRunThere);
        run("a large message goes there and back", exchanges::aLargeMessageGoesThereAndBack);
        run("a child that ends is at its end", departures::aChildThatEndsIsAtItsEnd);
        run("a killed child is at its end", departures::aKilledChildIsAtItsEnd);
        run("a child that is killed unused is at its end", departures::aChildThatIsKilledUnusedIsAtItsEnd);
        run("a half message is no message", departures::aHalfMessageIsNoMessage);
        run("sending to the dead is refused", departures::sendingToTheDeadIsRefused);
        run("many children are waited for", exchanges::manyChildrenAreWaitedFor);
        run("two children talk to each other", exchanges::twoChildrenTalkToEachOther);
        run("an end has one process", departures::anEndHasOneProcess);
        run("nothing is left", departures::nothingIsLeft);
        System.exit(0);
    }

    private static void run(String name, Scenario scenario) {
        try {
            scenario.play();
        } catch (Exception | AssertionError wrong) {
            System.out.println(name + ": " + wrong);
            wrong.printStackTrace(System.out);
        }
    }
}
