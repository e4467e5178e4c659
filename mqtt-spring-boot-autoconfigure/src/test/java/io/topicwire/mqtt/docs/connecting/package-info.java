@NullMarked
package io.topicwire.mqtt.docs.connecting;

import org.jspecify.annotations.NullMarked;
