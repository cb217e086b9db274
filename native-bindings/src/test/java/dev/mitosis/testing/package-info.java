/** What only this module's tests need. */
package dev.mitosis.testing;
