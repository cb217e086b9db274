/**
 * The command line. {@code cli} holds a class for each command, {@code bench} what measures, {@code tree} the processes of
 * fork-tree, {@code tour} the steps of the tour. Start reading at {@link dev.mitosis.demo.cli.Mitosis}.
 */
package dev.mitosis.demo;
