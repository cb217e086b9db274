/** One class for each command; what a command does is elsewhere, what it is called and takes is here. */
package dev.mitosis.demo.cli;
