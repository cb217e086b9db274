/** Other libraries' queues as contenders of the bench, each configured as its makers measure it. */
package dev.mitosis.peers;
