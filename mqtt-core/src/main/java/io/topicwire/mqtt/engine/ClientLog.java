package io.topicwire.mqtt.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

import io.topicwire.mqtt.text.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * The log of one client. Every line begins with the client identifier, or with the
 * address of the broker as long as there is none. Written when the lock is released,
 * because it may take long.
 */
final class ClientLog {

	private final ClientLock lock;

	private volatile String name;

	ClientLog(ClientLock lock, String name) {
		this.lock = lock;
		this.name = name;
	}

	void rename(String name) {
		this.name = name;
	}

	void error(String message, Throwable failure) {
		log(Level.ERROR, message, failure);
	}

	void warn(String message) {
		log(Level.WARNING, message, null);
	}

	void info(String message) {
		log(Level.INFO, message, null);
	}

	void debug(String message) {
		log(Level.DEBUG, message, null);
	}

	void debug(String message, Throwable failure) {
		log(Level.DEBUG, message, failure);
	}

	private void log(Level level, String message, @Nullable Throwable failure) {
		Logger logger = Holder.LOGGER;
		if (logger.isLoggable(level)) {
			String line = SafeText.line("[" + this.name + "] " + message);
			this.lock.whenReleased(() -> logger.log(level, line, failure));
		}
	}

	/**
	 * Made for the first line, usually when the client is connected: it takes 25 ms of
	 * the start of a JVM.
	 */
	private static final class Holder {

		private static final Logger LOGGER = System.getLogger("io.topicwire.mqtt.client.MqttClient");

	}

}
