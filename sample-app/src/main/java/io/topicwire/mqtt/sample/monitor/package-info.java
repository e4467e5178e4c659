/**
 * What the monitor knows about the machines, and what it does when one overheats. Must
 * not know whether the machines are real, nor how they are shown.
 */
@NullMarked
package io.topicwire.mqtt.sample.monitor;

import org.jspecify.annotations.NullMarked;
