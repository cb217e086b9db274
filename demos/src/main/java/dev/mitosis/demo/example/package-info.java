/**
 * Small programs, one for each thing that the API does, to be run and to be read. {@link dev.mitosis.demo.example.Examples}
 * is their list. Each prints what it does, and checks it.
 */
package dev.mitosis.demo.example;
