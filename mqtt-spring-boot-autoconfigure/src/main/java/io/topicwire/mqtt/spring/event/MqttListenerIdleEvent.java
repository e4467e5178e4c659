package io.topicwire.mqtt.spring.event;

import java.time.Duration;
import java.util.List;

/**
 * No message has come for a listener for some time. Published again each time when that
 * time has gone by once more.
 *
 * @since 0.1.0
 */
public class MqttListenerIdleEvent extends MqttListenerEvent {

	private static final long serialVersionUID = 1L;

	private final Duration idleTime;

	private final List<String> topicFilters;

	private final boolean paused;

	/**
	 * Create an event.
	 * @param container the container of the listener
	 * @param listenerId the identifier of the listener
	 * @param idleTime time since the last message, or since the container was started
	 * @param topicFilters the topic filters of the listener
	 * @param paused whether the container was told to pause
	 */
	public MqttListenerIdleEvent(Object container, String listenerId, Duration idleTime, List<String> topicFilters,
			boolean paused) {
		super(container, listenerId);
		this.idleTime = idleTime;
		this.topicFilters = List.copyOf(topicFilters);
		this.paused = paused;
	}

	/**
	 * Return the time since the last message, or since the container was started.
	 * @return the time
	 */
	public Duration getIdleTime() {
		return this.idleTime;
	}

	/**
	 * Return the topic filters of the listener.
	 * @return the topic filters
	 */
	public List<String> getTopicFilters() {
		return this.topicFilters;
	}

	/**
	 * Return whether the container was told to pause.
	 * @return whether it was
	 */
	public boolean isPaused() {
		return this.paused;
	}

	@Override
	public String toString() {
		return "MqttListenerIdleEvent[listenerId=%s, idleTime=%s, topicFilters=%s, paused=%s]"
			.formatted(getListenerId(), this.idleTime, this.topicFilters, this.paused);
	}

}
