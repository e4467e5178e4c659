package io.topicwire.mqtt.boot.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationUnit;

/**
 * Properties of the message that the broker publishes when the connection breaks.
 *
 * @since 0.1.0
 */
public class MqttWillProperties {

	/**
	 * Topic of the will. There is no will without one.
	 */
	private @Nullable String topic;

	/**
	 * Payload of the will, sent in UTF-8.
	 */
	private String payload = "";

	/**
	 * QoS of the will: 0, 1 or 2.
	 */
	private int qos;

	/**
	 * Whether the broker retains the will.
	 */
	private boolean retain;

	/**
	 * How long the broker waits before it publishes the will. A reconnect within this
	 * time cancels it. MQTT 5.0 only. If a duration suffix is not specified, seconds will
	 * be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration delay = Duration.ZERO;

	public @Nullable String getTopic() {
		return this.topic;
	}

	public void setTopic(@Nullable String topic) {
		this.topic = topic;
	}

	public String getPayload() {
		return this.payload;
	}

	public void setPayload(String payload) {
		this.payload = payload;
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

	public Duration getDelay() {
		return this.delay;
	}

	public void setDelay(Duration delay) {
		this.delay = delay;
	}

}
