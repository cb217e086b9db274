/** What this machine supports. */
package dev.mitosis.demo.doctor;
