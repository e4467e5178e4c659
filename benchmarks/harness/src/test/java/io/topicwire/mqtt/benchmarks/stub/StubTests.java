package io.topicwire.mqtt.benchmarks.stub;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.topicwire.mqtt.benchmarks.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Stub}.
 */
@Timeout(30)
class StubTests {

	private Stub stub;

	@BeforeEach
	void start() throws IOException {
		this.stub = new Stub();
	}

	@AfterEach
	void stop() throws IOException {
		this.stub.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 4, 5 })
	void acknowledgesWhatIsPublished(int version) throws IOException {
		try (RawConnection connection = connect(version)) {
			connection.output().write(PacketBytes.publish("a", new byte[3], 1, 260, version));
			assertThat(connection.readPacket(0x40)).containsExactly(1, 4);
			connection.output().write(PacketBytes.publish("a", new byte[3], 2, 7, version));
			assertThat(connection.readPacket(0x50)).containsExactly(0, 7);
			connection.output().write(PacketBytes.acknowledgement(0x62, 7));
			assertThat(connection.readPacket(0x70)).containsExactly(0, 7);
		}
	}

	@Test
	void answersThePublishesThatComeTogetherInOneGo() throws IOException {
		ByteArrayOutputStream packets = new ByteArrayOutputStream();
		for (int i = 1; i <= 300; i++) {
			packets.writeBytes(PacketBytes.publish("a/b", new byte[64], i % 3, i, 4));
		}
		try (RawConnection connection = connect(4)) {
			connection.output().write(packets.toByteArray());
			for (int i = 1; i <= 300; i++) {
				if (i % 3 != 0) {
					assertThat(connection.readPacket((i % 3 == 1) ? 0x40 : 0x50)).containsExactly(i >> 8, i & 0xFF);
				}
			}
			assertThat(command("published 300")).isEmpty();
		}
	}

	@Test
	void readsPacketsThatComeByteByByte() throws IOException {
		try (RawConnection connection = connect(4)) {
			for (byte value : PacketBytes.publish("a/b", new byte[200], 1, 3, 4)) {
				connection.output().write(value);
			}
			assertThat(connection.readPacket(0x40)).containsExactly(0, 3);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 127, 8_170, 8_192, 65_536, 131_060, 262_144, 1_000_000 })
	void acknowledgesAPayloadOfAnySizeOnceItIsThere(int size) throws IOException {
		byte[] packet = PacketBytes.publish("a/b", new byte[size], 1, 9, 4);
		try (RawConnection connection = connect(4)) {
			connection.output().write(packet, 0, packet.length - 1);
			connection.output().write(packet, packet.length - 1, 1);
			assertThat(connection.readPacket(0x40)).containsExactly(0, 9);
			connection.output().write(PacketBytes.publish("a/b", new byte[0], 1, 10, 4));
			assertThat(connection.readPacket(0x40)).containsExactly(0, 10);
			assertThat(command("published 2")).isEmpty();
		}
	}

	@Test
	void sendsBackWhatIsToBeEchoed() throws IOException {
		byte[] packet = PacketBytes.publish("echo/1", new byte[] { 1, 2, 3 }, 0, 0, 4);
		try (RawConnection connection = connect(4)) {
			connection.output().write(packet);
			byte[] answer = new byte[packet.length];
			new DataInputStream(connection.input()).readFully(answer);
			assertThat(answer).isEqualTo(packet);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 4, 5 })
	void sendsAsManyMessagesAsASubscriptionAsksFor(int version) throws IOException {
		String filter = "source/0/1000/60/x";
		String payload = "{\"value\":21.5,\"time\":1700000000000,\"unit\":\"celsius\"}        ";
		byte[] packet = PacketBytes.publish(filter, payload.getBytes(), 0, 0, version);
		try (RawConnection connection = connect(version)) {
			connection.subscribe(filter, 0);
			byte[] all = new byte[1_000 * packet.length];
			new DataInputStream(connection.input()).readFully(all);
			assertThat(all).startsWith(packet).endsWith(packet);
		}
	}

	@Test
	void sendsNoMoreThanMayBeUnacknowledged() throws IOException {
		try (RawConnection connection = connect(4)) {
			connection.subscribe("source/1/1003/5/x", 1);
			for (int i = 1; i <= 1_000; i++) {
				connection.readPacket(0x32);
			}
			assertThat(connection.input().available()).isZero();
			for (int i = 1; i <= 3; i++) {
				connection.output().write(PacketBytes.acknowledgement(0x40, i));
			}
			for (int i = 1; i <= 3; i++) {
				assertThat(connection.readPacket(0x32)).contains((byte) i);
			}
			assertThat(command("acknowledged 3")).isEmpty();
		}
	}

	@Test
	void answersPings() throws IOException {
		try (RawConnection connection = connect(4)) {
			connection.output().write(new byte[] { (byte) 0xC0, 0 });
			assertThat(connection.readPacket(0xD0)).isEmpty();
		}
	}

	@Test
	void publishesToAnotherServer() throws IOException {
		try (Stub other = new Stub()) {
			assertThat(command(this.stub, "send " + other.port() + " a 0 700 10")).isEmpty();
			assertThat(command(other, "published 700")).isEmpty();
			assertThat(command(this.stub, "send " + other.port() + " a 2 1700 10")).isEmpty();
			assertThat(command(other, "published 2400")).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 4, 5 })
	void keepsConnectionsThatDoNothing(int version) throws IOException {
		try (RawConnection connection = new RawConnection(this.stub.idlePort(), "idle", version)) {
			connection.output().write(new byte[] { (byte) 0xC0, 0 });
			assertThat(connection.readPacket(0xD0)).isEmpty();
		}
	}

	private RawConnection connect(int version) throws IOException {
		return new RawConnection(this.stub.port(), "test", version);
	}

	private String command(String command) throws IOException {
		return command(this.stub, command);
	}

	private static String command(Stub stub, String command) throws IOException {
		try (Socket socket = new Socket(Endpoint.HOST, stub.controlPort())) {
			OutputStream output = socket.getOutputStream();
			output.write((command + "\n").getBytes(StandardCharsets.US_ASCII));
			StringBuilder answer = new StringBuilder();
			int value;
			while ((value = socket.getInputStream().read()) != '\n') {
				assertThat(value).isNotNegative();
				answer.append((char) value);
			}
			return answer.toString();
		}
	}

}
