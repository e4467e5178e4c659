package io.topicwire.mqtt.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.Credentials;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.Will;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Pingresp;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import io.topicwire.mqtt.trace.PacketCapture;
import io.topicwire.mqtt.trace.Redaction;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that Wireshark understands the file of a {@link PacketCapture}.
 */
class WiresharkTests {

	@TempDir
	Path folder;

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void wiresharkSeesEveryPacketAndFindsNothingWrong(ProtocolVersion version) throws Exception {
		assumeWireshark();
		Path file = this.folder.resolve("packets.pcapng");
		try (PacketCapture capture = new PacketCapture(file, 1024 * 1024, Redaction.PAYLOADS_AND_SECRETS)) {
			record(version, capture);
			assertThat(capture.omitted()).isZero();
		}
		assertThat(wireshark(file, "-T", "fields", "-e", "mqtt.msgtype", "-Y", "mqtt")).containsExactly("1", "2", "8",
				"9", "3", "5", "6", "7", "3", "5", "6", "7", "3", "4", "12", "13", "14");
		// Retransmissions, gaps and the like are notes: the next level above that for SYN
		assertThat(wireshark(file, "-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-Y",
				"_ws.malformed || _ws.expert.severity >= 0x400000 || tcp.analysis.flags "
						+ "|| ip.checksum.status != 1 || tcp.checksum.status != 1"))
			.isEmpty();
		assertThat(wireshark(file, "-T", "fields", "-e", "mqtt.ver", "-e", "mqtt.clientid", "-e", "mqtt.username", "-e",
				"mqtt.passwd", "-Y", "mqtt.msgtype == 1"))
			.containsExactly(version.level() + "\tmeter-7\txxxxx\txxxxxx");
		assertThat(wireshark(file, "-T", "fields", "-e", "mqtt.topic", "-e", "mqtt.qos", "-e", "mqtt.len", "-Y",
				"mqtt.msgtype == 3"))
			.hasSize(3)
			.element(0)
			.asString()
			.matches("plants/7/large\t2\t1024\\d\\d");
		assertThat(wireshark(file, "-T", "fields", "-e", "frame.comment", "-Y", "frame.comment"))
			.containsExactly("meter-7 at broker.example.com:1883");
	}

	private static void record(ProtocolVersion version, PacketCapture capture) {
		byte[] large = new byte[100 * 1024];
		MqttMessage message = MqttMessage.of("plants/7/large", large).qos(QoS.EXACTLY_ONCE);
		MqttMessage described = MqttMessage.of("plants/7/state", "running")
			.qos(QoS.AT_LEAST_ONCE)
			.retain(true)
			.contentType("text/plain")
			.messageExpiry(Duration.ofSeconds(60))
			.responseTopic("replies/7")
			.correlationData(new byte[] { 1, 2, 3 })
			.userProperty("name", "value");
		try (ClientFixture fixture = new ClientFixture(version,
				(builder) -> builder.trace(capture)
					.credentials(() -> Credentials.of("plant", "sesame"))
					.will(Will.of(MqttMessage.of("plants/7/state", "gone"))))) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<Subscription> subscribed = fixture.client.subscribeAsync("plants/+/large",
					QoS.EXACTLY_ONCE, (received) -> {
					});
			ClientFixture.grant(connection);
			ClientFixture.await(subscribed);
			CompletableFuture<PublishResult> published = fixture.client.publishAsync(message);
			int packetIdentifier = connection.expect(Publish.class).packetIdentifier();
			connection.send(new Pubrec(packetIdentifier));
			connection.expect(Pubrel.class);
			connection.send(new Pubcomp(packetIdentifier));
			ClientFixture.await(published);
			connection.send(new Publish(9, false, message, 0));
			connection.expect(Pubrec.class);
			connection.send(new Pubrel(9));
			connection.expect(Pubcomp.class);
			published = fixture.client.publishAsync(described);
			connection.send(new Puback(connection.expect(Publish.class).packetIdentifier()));
			ClientFixture.await(published);
			CompletableFuture<?> pinged = fixture.client.pingAsync();
			connection.expect(Pingreq.class);
			connection.send(Pingresp.INSTANCE);
			ClientFixture.await(pinged);
			CompletableFuture<Void> closed = CompletableFuture.runAsync(fixture.client::close);
			connection.expect(Disconnect.class);
			connection.close();
			ClientFixture.await(closed);
		}
	}

	private static void assumeWireshark() {
		boolean present;
		try {
			present = run(List.of("tshark", "--version")).exitCode() == 0;
		}
		catch (IOException | InterruptedException ex) {
			present = false;
		}
		if (!present) {
			System.out.println("Skipped: there is no tshark that could look at the file (Debian package tshark)");
		}
		Assumptions.assumeTrue(present, "there is no tshark that could look at the file");
	}

	private static List<String> wireshark(Path file, String... options) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
		command.addAll(List.of(options));
		Result result = run(command);
		assertThat(result.exitCode()).as(result.output()).isZero();
		return result.output().lines().toList();
	}

	private static Result run(List<String> command) throws IOException, InterruptedException {
		// The warning about the user root goes to standard error
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		return new Result(process.exitValue(), output);
	}

	private record Result(int exitCode, String output) {

	}

}
