package io.topicwire.mqtt.boot.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationUnit;

/**
 * Defaults of messages that are sent.
 *
 * @since 0.1.0
 */
public class MqttTemplateProperties {

	/**
	 * Topic of messages that do not say theirs.
	 */
	private @Nullable String defaultTopic;

	/**
	 * QoS of messages that do not say theirs: 0, 1 or 2.
	 */
	private int qos = 1;

	/**
	 * Whether messages that do not say so are retained.
	 */
	private boolean retain;

	/**
	 * Whether messages that are sent are observed, which makes a timer and tells the
	 * trace in MQTT 5.0 user properties.
	 */
	private boolean observationEnabled = true;

	/**
	 * How long to wait for the reply to a request. If a duration suffix is not specified,
	 * seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration replyTimeout = Duration.ofSeconds(5);

	/**
	 * Topic that replies to requests are published to. By default, replies/ and the
	 * client identifier.
	 */
	private @Nullable String replyTopic;

	public Duration getReplyTimeout() {
		return this.replyTimeout;
	}

	public void setReplyTimeout(Duration replyTimeout) {
		this.replyTimeout = replyTimeout;
	}

	public @Nullable String getReplyTopic() {
		return this.replyTopic;
	}

	public void setReplyTopic(@Nullable String replyTopic) {
		this.replyTopic = replyTopic;
	}

	public @Nullable String getDefaultTopic() {
		return this.defaultTopic;
	}

	public void setDefaultTopic(@Nullable String defaultTopic) {
		this.defaultTopic = defaultTopic;
	}

	public int getQos() {
		return this.qos;
	}

	public void setQos(int qos) {
		this.qos = qos;
	}

	public boolean isRetain() {
		return this.retain;
	}

	public void setRetain(boolean retain) {
		this.retain = retain;
	}

	public boolean isObservationEnabled() {
		return this.observationEnabled;
	}

	public void setObservationEnabled(boolean observationEnabled) {
		this.observationEnabled = observationEnabled;
	}

}
