/**
 * Samples of what is asked most.
 */
@NullMarked
package io.topicwire.mqtt.docs.howto;

import org.jspecify.annotations.NullMarked;
