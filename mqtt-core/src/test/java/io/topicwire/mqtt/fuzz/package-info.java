/**
 * Fuzzing: runs the fuzz targets with generated inputs and with those that were kept.
 */
@NullMarked
package io.topicwire.mqtt.fuzz;

import org.jspecify.annotations.NullMarked;
