/**
 * Guards against objects that cost speed: unlike time, their number is the same on every
 * machine.
 */
@NullMarked
package io.topicwire.mqtt.allocation;

import org.jspecify.annotations.NullMarked;
