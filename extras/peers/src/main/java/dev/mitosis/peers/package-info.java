/** Other libraries' queues as contenders of the bench, each configured for its best. */
package dev.mitosis.peers;
