package io.topicwire.mqtt.trace;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Writes every packet into the log of the application, one line each at level
 * {@code DEBUG}, to the logger {@value #LOGGER_NAME}.
 *
 * @since 0.1.0
 */
public final class PacketLog implements PacketTap {

	/**
	 * The name of the logger.
	 */
	public static final String LOGGER_NAME = "io.topicwire.mqtt.packets";

	private final Logger logger;

	private final Redaction redaction;

	/**
	 * Create a log without payloads and secrets.
	 */
	public PacketLog() {
		this(Redaction.PAYLOADS_AND_SECRETS);
	}

	/**
	 * Create a log.
	 * @param redaction what to leave out; of a payload at most 256 bytes or characters
	 * are shown
	 */
	public PacketLog(Redaction redaction) {
		this(redaction, System.getLogger(LOGGER_NAME));
	}

	PacketLog(Redaction redaction, Logger logger) {
		this.redaction = redaction;
		this.logger = logger;
	}

	@Override
	public void traced(TracedPacket packet) {
		if (this.logger.isLoggable(Level.DEBUG)) {
			log(packet.line(this.redaction));
		}
	}

	@Override
	public void dropped(TracedConnection connection, long count) {
		log("! " + connection.name() + " " + count + " packets were not traced");
	}

	private void log(String line) {
		// With a failure, although there is none, nothing takes the line for a format
		this.logger.log(Level.DEBUG, line, (Throwable) null);
	}

}
