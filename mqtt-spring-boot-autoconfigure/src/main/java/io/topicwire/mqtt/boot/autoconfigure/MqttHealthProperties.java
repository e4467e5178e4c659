package io.topicwire.mqtt.boot.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.springframework.boot.convert.DurationUnit;

/**
 * Properties of the health of connections.
 *
 * @since 0.1.0
 */
public class MqttHealthProperties {

	/**
	 * How long a lost connection may take to be made anew before it counts as down. Zero
	 * for no time. If a duration suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration gracePeriod = Duration.ofSeconds(10);

	public Duration getGracePeriod() {
		return this.gracePeriod;
	}

	public void setGracePeriod(Duration gracePeriod) {
		this.gracePeriod = gracePeriod;
	}

}
