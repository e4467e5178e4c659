package io.topicwire.mqtt.client;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Fuzz target for {@link MqttClient} with both versions of MQTT.
 */
public final class ClientFuzzTarget {

	private static final Logger LOGGER = Logger.getLogger(MqttClient.class.getName());

	private ClientFuzzTarget() {
	}

	/**
	 * Test one input.
	 * @param input what the broker and the application do
	 */
	public static void fuzzerTestOneInput(byte[] input) {
		Problems problems = new Problems();
		Level level = LOGGER.getLevel();
		LOGGER.setLevel(Level.SEVERE);
		LOGGER.setUseParentHandlers(false);
		LOGGER.addHandler(problems);
		try {
			FuzzThreads.run(() -> new ClientFuzzing(input, problems.found).run());
		}
		finally {
			LOGGER.removeHandler(problems);
			LOGGER.setUseParentHandlers(true);
			LOGGER.setLevel(level);
		}
	}

	/**
	 * Takes what the client logs as an error: something that must not happen, unless it
	 * is a handler that fails.
	 */
	private static final class Problems extends Handler {

		private final Queue<Throwable> found = new ConcurrentLinkedQueue<>();

		@Override
		public void publish(LogRecord record) {
			if (record.getLevel() == Level.SEVERE && !(record.getThrown() instanceof ClientFuzzing.HandlerFailure)) {
				this.found.add(new AssertionError(record.getMessage(), record.getThrown()));
			}
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	}

}
