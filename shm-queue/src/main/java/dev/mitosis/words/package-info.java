/** Words of shared memory, read and written in the orders that the algorithms above name. */
package dev.mitosis.words;
