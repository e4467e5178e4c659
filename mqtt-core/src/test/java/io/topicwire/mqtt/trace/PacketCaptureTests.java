package io.topicwire.mqtt.trace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Publish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PacketCapture}.
 */
class PacketCaptureTests {

	private final PacketTracer tracer = new PacketTracer(ProtocolVersion.MQTT_5);

	@TempDir
	Path folder;

	private Path file() {
		return this.folder.resolve("packets.pcapng");
	}

	private String content() throws IOException {
		return Files.readString(file(), StandardCharsets.ISO_8859_1);
	}

	private TracedPacket publish(String payload) {
		return this.tracer.sent(new Publish(0, false, MqttMessage.of("topic", payload), 0));
	}

	@Test
	void fileIsCompleteAfterEveryPacket() throws IOException {
		try (PacketCapture capture = new PacketCapture(file())) {
			assertThat(Files.size(file())).isEqualTo(80);
			capture.traced(this.tracer.sent(Pingreq.INSTANCE));
			long opened = Files.size(file());
			// Header of the block, of IP and of TCP, the packet, padding, options, length
			int ping = 28 + 40 + 2 + 2 + 12 + 4;
			capture.traced(this.tracer.sent(Pingreq.INSTANCE));
			assertThat(Files.size(file())).isEqualTo(opened + ping);
			assertThat(content()).contains("meter-7 at broker.example.com:1883");
			assertThat(capture.omitted()).isZero();
		}
	}

	@Test
	void secretsAndPayloadsAreNotInTheFile() throws IOException {
		try (PacketCapture capture = new PacketCapture(file())) {
			capture.traced(this.tracer.sent(new Connect(ProtocolVersion.MQTT_5, "meter-7", true, 60, null, "plant",
					"sesame".getBytes(StandardCharsets.UTF_8), Properties.NONE)));
			capture.traced(publish("running"));
		}
		assertThat(content()).contains("meter-7", "topic").doesNotContain("sesame", "plant", "running");
	}

	@Test
	void payloadsAreInTheFileIfSomebodyAsksForThem() throws IOException {
		try (PacketCapture capture = new PacketCapture(file(), 1024 * 1024, Redaction.SECRETS)) {
			capture.traced(publish("running"));
		}
		assertThat(content()).contains("running");
	}

	@Test
	void streamGetsWhatAFileWould() throws IOException {
		ByteArrayOutputStream stream = new ByteArrayOutputStream();
		try (PacketCapture capture = new PacketCapture(stream, 1024 * 1024, Redaction.SECRETS);
				PacketCapture inFile = new PacketCapture(file(), 1024 * 1024, Redaction.SECRETS)) {
			TracedPacket packet = publish("running");
			capture.traced(packet);
			inFile.traced(packet);
		}
		assertThat(stream.toByteArray()).isEqualTo(Files.readAllBytes(file()));
	}

	@Test
	void fullFileStaysAsItIs() throws IOException {
		try (PacketCapture capture = new PacketCapture(file(), 1024, Redaction.PAYLOADS_AND_SECRETS)) {
			capture.traced(publish("x".repeat(100)));
			long size = Files.size(file());
			capture.traced(publish("x".repeat(1_000)));
			// It would fit, but would leave a gap
			capture.traced(publish("x"));
			capture.traced(publish("x".repeat(10_000)));
			assertThat(Files.size(file())).isEqualTo(size).isLessThanOrEqualTo(1024);
			assertThat(capture.omitted()).isEqualTo(3);
		}
	}

	@Test
	void connectionsHaveTheirOwnPorts() throws IOException {
		PacketTracer other = new PacketTracer(ProtocolVersion.MQTT_5);
		try (PacketCapture capture = new PacketCapture(file())) {
			capture.traced(this.tracer.sent(Pingreq.INSTANCE));
			long first = Files.size(file());
			capture.traced(other.sent(Pingreq.INSTANCE));
			assertThat(Files.size(file()) - first).isEqualTo(first - 80);
		}
	}

	@Test
	void whatIsTracedAfterwardsIsLeftOut() throws IOException {
		PacketCapture capture = new PacketCapture(file());
		capture.dropped(this.tracer.decoder.connection(), 5);
		capture.close();
		capture.close();
		capture.traced(this.tracer.sent(Pingreq.INSTANCE));
		assertThat(Files.size(file())).isEqualTo(80);
		assertThat(capture.omitted()).isEqualTo(6);
	}

	@Test
	void fileThatCannotBeWrittenFailsAtOnce() {
		assertThatIOException().isThrownBy(() -> new PacketCapture(this.folder));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PacketCapture(file(), 1023, Redaction.PAYLOADS_AND_SECRETS))
			.withMessage("Maximum bytes must be at least 1024 but was 1023");
	}

}
