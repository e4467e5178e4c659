package io.topicwire.mqtt.test;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Keeps Artemis from filling the log of a test with its own start and stop, unless the
 * level of its loggers is configured.
 */
final class ArtemisLogging {

	private ArtemisLogging() {
	}

	static void quieten() {
		LoggingSystem system = LoggingSystem.get(ArtemisLogging.class.getClassLoader());
		setLevel(system, "org.apache.activemq.artemis", LogLevel.ERROR);
		setLevel(system, "org.apache.activemq.audit", LogLevel.OFF);
	}

	private static void setLevel(LoggingSystem system, String logger, LogLevel level) {
		LoggerConfiguration configuration = system.getLoggerConfiguration(logger);
		if (configuration == null || configuration.getConfiguredLevel() == null) {
			system.setLogLevel(logger, level);
		}
	}

}
