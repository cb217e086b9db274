/** The main job, shown step by step. */
package dev.mitosis.demo.tour;
