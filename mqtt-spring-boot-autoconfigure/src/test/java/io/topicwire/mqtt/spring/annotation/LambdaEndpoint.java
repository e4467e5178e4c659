package io.topicwire.mqtt.spring.annotation;

import java.util.List;

import io.topicwire.mqtt.spring.config.MqttListenerEndpoint;
import io.topicwire.mqtt.spring.listener.MqttMessageListener;
import io.topicwire.mqtt.topic.TopicTemplate;

import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;

/**
 * Endpoint without a method, which notes the topic variables of each message.
 *
 * @param id the identifier of the listener
 * @param topic the topic
 * @param calls takes the notes
 */
record LambdaEndpoint(String id, String topic, List<String> calls) implements MqttListenerEndpoint {

	@Override
	public String getId() {
		return this.id;
	}

	@Override
	public List<TopicTemplate> getTopics() {
		return List.of(TopicTemplate.of(this.topic));
	}

	@Override
	public MqttMessageListener createListener(MessageHandlerMethodFactory methodFactory) {
		return (message, topicVariables) -> this.calls.add(topicVariables.toString());
	}

}
