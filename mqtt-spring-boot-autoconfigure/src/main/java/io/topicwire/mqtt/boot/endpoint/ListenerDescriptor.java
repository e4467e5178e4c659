package io.topicwire.mqtt.boot.endpoint;

import java.util.List;

import io.topicwire.mqtt.spring.listener.MqttMessageListenerContainer;

/**
 * Description of a listener.
 *
 * @param id the identifier
 * @param topicFilters the topic filters
 * @param running whether its container is started
 * @param paused whether its container was told to pause
 * @since 0.1.0
 */
public record ListenerDescriptor(String id, List<String> topicFilters, boolean running, boolean paused) {

	static ListenerDescriptor of(MqttMessageListenerContainer container) {
		return new ListenerDescriptor(container.getListenerId(), container.getTopicFilters(), container.isRunning(),
				container.isPauseRequested());
	}

}
