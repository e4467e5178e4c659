package io.topicwire.mqtt.spring.listener;

import io.topicwire.mqtt.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

/**
 * What a listener method has resulted in.
 *
 * @param value the result
 * @param topic where to send it if the message does not say so, {@code null} for nowhere
 */
record Reply(Object value, @Nullable TopicTemplate topic) {

}
