/**
 * Auto-configuration of the console. Must not know what it shows or how it is served.
 */
@NullMarked
package io.topicwire.mqtt.boot.autoconfigure.console;

import org.jspecify.annotations.NullMarked;
