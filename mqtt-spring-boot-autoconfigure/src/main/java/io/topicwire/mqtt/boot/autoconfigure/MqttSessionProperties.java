package io.topicwire.mqtt.boot.autoconfigure;

import java.io.File;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

import io.topicwire.mqtt.ResubscribePolicy;
import io.topicwire.mqtt.SessionLossPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationUnit;

/**
 * Properties of the session that the broker keeps.
 *
 * @since 0.1.0
 */
public class MqttSessionProperties {

	/**
	 * Whether the first connect discards a session that the broker has kept.
	 */
	private boolean cleanStart = true;

	/**
	 * How long the broker keeps the session after the connection has ended, up to
	 * 4294967295 seconds. MQTT 5.0 only. If a duration suffix is not specified, seconds
	 * will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration expiryInterval = Duration.ZERO;

	/**
	 * What becomes of messages that were sent but not acknowledged when the broker has
	 * lost the session: they fail, those of QoS 1 are published again, or all are, which
	 * may deliver messages of QoS 2 twice.
	 */
	private SessionLossPolicy lossPolicy = SessionLossPolicy.REPUBLISH_AT_LEAST_ONCE;

	/**
	 * When to ask for subscriptions again after a reconnect: if the broker has lost the
	 * session, or always, for brokers that now and then forget subscriptions of a session
	 * that they say they have kept. Retained messages then come again each time.
	 */
	private ResubscribePolicy resubscribe = ResubscribePolicy.IF_SESSION_LOST;

	private final Store store = new Store();

	public boolean isCleanStart() {
		return this.cleanStart;
	}

	public void setCleanStart(boolean cleanStart) {
		this.cleanStart = cleanStart;
	}

	public Duration getExpiryInterval() {
		return this.expiryInterval;
	}

	public void setExpiryInterval(Duration expiryInterval) {
		this.expiryInterval = expiryInterval;
	}

	public SessionLossPolicy getLossPolicy() {
		return this.lossPolicy;
	}

	public void setLossPolicy(SessionLossPolicy lossPolicy) {
		this.lossPolicy = lossPolicy;
	}

	public ResubscribePolicy getResubscribe() {
		return this.resubscribe;
	}

	public void setResubscribe(ResubscribePolicy resubscribe) {
		this.resubscribe = resubscribe;
	}

	public Store getStore() {
		return this.store;
	}

	/**
	 * Properties of where the client keeps its part of the session.
	 */
	public static class Store {

		/**
		 * Directory to store messages in that are to be sent, and packet identifiers of
		 * received messages of QoS 2, so that they survive the application. Needs
		 * com.h2database:h2-mvstore, a client identifier, and a session that the broker
		 * keeps. By default, nothing is stored.
		 */
		private @Nullable File directory;

		/**
		 * Whether to wait for the disk, so that what was stored survives also that the
		 * power fails.
		 */
		private boolean sync = true;

		public @Nullable File getDirectory() {
			return this.directory;
		}

		public void setDirectory(@Nullable File directory) {
			this.directory = directory;
		}

		public boolean isSync() {
			return this.sync;
		}

		public void setSync(boolean sync) {
			this.sync = sync;
		}

	}

}
