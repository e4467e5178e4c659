package io.topicwire.mqtt.boot.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationUnit;

/**
 * Properties of the attempts to connect again. Each wait is random, so that many clients
 * of a restarted broker spread out.
 *
 * @since 0.1.0
 */
public class MqttRecoveryProperties {

	/**
	 * Whether a lost connection is made anew.
	 */
	private boolean enabled = true;

	/**
	 * How many attempts in a row are made before giving up. Unlimited by default.
	 */
	private @Nullable Long maxRetries;

	/**
	 * Longest wait before the first attempt. If a duration suffix is not specified,
	 * seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration delay = Duration.ofSeconds(1);

	/**
	 * Factor by which the longest wait grows from attempt to attempt, at least 1.
	 */
	private double multiplier = 2;

	/**
	 * Upper limit of every wait. If a duration suffix is not specified, seconds will be
	 * used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration maxDelay = Duration.ofSeconds(60);

	/**
	 * How long a connection has to last before attempts are counted anew. If a duration
	 * suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration stableAfter = Duration.ofSeconds(30);

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable Long getMaxRetries() {
		return this.maxRetries;
	}

	public void setMaxRetries(@Nullable Long maxRetries) {
		this.maxRetries = maxRetries;
	}

	public Duration getDelay() {
		return this.delay;
	}

	public void setDelay(Duration delay) {
		this.delay = delay;
	}

	public double getMultiplier() {
		return this.multiplier;
	}

	public void setMultiplier(double multiplier) {
		this.multiplier = multiplier;
	}

	public Duration getMaxDelay() {
		return this.maxDelay;
	}

	public void setMaxDelay(Duration maxDelay) {
		this.maxDelay = maxDelay;
	}

	public Duration getStableAfter() {
		return this.stableAfter;
	}

	public void setStableAfter(Duration stableAfter) {
		this.stableAfter = stableAfter;
	}

}
