package io.topicwire.mqtt.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

import io.topicwire.mqtt.text.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * The log of one client. Every line begins with the name of the client in the log, if it
 * has one, and with its client identifier as soon as that is known. Written when the lock
 * is released, because it may take long.
 */
final class ClientLog {

	private final ClientLock lock;

	private final @Nullable String name;

	private volatile String prefix;

	/**
	 * Create a log.
	 * @param lock the lock of the client
	 * @param name the name of the client in the log, if it has one
	 * @param client the client identifier, or what stands for it until there is one
	 */
	ClientLog(ClientLock lock, @Nullable String name, String client) {
		this.lock = lock;
		this.name = name;
		this.prefix = prefix(client);
	}

	/**
	 * Handle that the client identifier is known.
	 * @param clientId the client identifier; an empty one changes nothing
	 */
	void identify(String clientId) {
		if (!clientId.isEmpty()) {
			this.prefix = prefix(clientId);
		}
	}

	private String prefix(String client) {
		if (this.name == null) {
			return "[" + client + "]";
		}
		return client.isEmpty() ? "[" + this.name + "]" : "[" + this.name + "/" + client + "]";
	}

	/**
	 * Return what the lines begin with. Needs no lock.
	 */
	String prefix() {
		return SafeText.line(this.prefix);
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
			String line = SafeText.line(this.prefix + " " + message);
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
