package io.topicwire.mqtt.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.packet.Publish;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PacketLog}.
 */
class PacketLogTests {

	private final Lines lines = new Lines();

	private final PacketTracer tracer = new PacketTracer(ProtocolVersion.MQTT_5);

	@Test
	void everyPacketIsOneLine() {
		new PacketLog(Redaction.PAYLOADS_AND_SECRETS, this.lines).traced(publish());
		new PacketLog(Redaction.SECRETS, this.lines).traced(publish());
		new PacketLog(Redaction.SECRETS, this.lines).dropped(this.tracer.decoder.connection(), 3);
		// Nothing is taken for a message format
		assertThat(this.lines.lines).containsExactly("> meter-7 PUBLISH q0 {0} 13 B",
				"> meter-7 PUBLISH q0 {0} 13 B payload=\"{1}''\"", "! meter-7 3 packets were not traced");
	}

	@Test
	void nothingIsWrittenUnlessTheLevelIsDebug() {
		this.lines.debug = false;
		new PacketLog(Redaction.SECRETS, this.lines).traced(publish());
		assertThat(this.lines.lines).isEmpty();
	}

	private TracedPacket publish() {
		return this.tracer.sent(new Publish(0, false, MqttMessage.of("{0}", "{1}''"), 0));
	}

	/**
	 * Logger that keeps its lines and accepts nothing but messages without parameters.
	 */
	private static final class Lines implements System.Logger {

		private final List<String> lines = new ArrayList<>();

		private boolean debug = true;

		@Override
		public String getName() {
			return PacketLog.LOGGER_NAME;
		}

		@Override
		public boolean isLoggable(Level level) {
			return this.debug && level == Level.DEBUG;
		}

		@Override
		public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String message,
				@Nullable Throwable failure) {
			assertThat(level).isEqualTo(Level.DEBUG);
			this.lines.add(String.valueOf(message));
		}

		@Override
		public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String format, Object... parameters) {
			throw new AssertionError(format + " would be replaced in part");
		}

	}

}
