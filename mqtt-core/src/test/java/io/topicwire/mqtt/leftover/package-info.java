/**
 * Lets every test fail that leaves a thread of a client, an error in the log that it did
 * not expect, or a future that is not completed. Applied to all tests of a module by
 * {@code junit.jupiter.extensions.autodetection.enabled} in its
 * {@code junit-platform.properties}.
 */
@NullMarked
package io.topicwire.mqtt.leftover;

import org.jspecify.annotations.NullMarked;
