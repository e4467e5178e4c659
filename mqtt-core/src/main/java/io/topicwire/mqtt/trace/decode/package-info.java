/**
 * The command line of this jar: shows the packets in hexadecimal text or in a capture.
 */
@NullMarked
package io.topicwire.mqtt.trace.decode;

import org.jspecify.annotations.NullMarked;
