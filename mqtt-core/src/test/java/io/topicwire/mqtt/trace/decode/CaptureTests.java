package io.topicwire.mqtt.trace.decode;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketWriter;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.trace.PacketCapture;
import io.topicwire.mqtt.trace.PacketDecoder;
import io.topicwire.mqtt.trace.PacketDirection;
import io.topicwire.mqtt.trace.Redaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DecodeCommand} with captures.
 */
class CaptureTests {

	private static final byte[] CONNECT = encode(
			new Connect(ProtocolVersion.MQTT_5, "meter-7", true, 60, null, null, null, Properties.NONE));

	private static final byte[] PUBLISH = encode(
			new Publish(17, false, MqttMessage.of("plants/1/state", "x".repeat(64)).qos(QoS.AT_LEAST_ONCE), 0));

	private static final byte[] PUBACK = encode(new Puback(17));

	private static final String LINES = """
			> meter-7 CONNECT 5.0 clean-start keep-alive=60 22 B
			> meter-7 PUBLISH id=17 q1 plants/1/state 85 B
			< meter-7 PUBACK id=17 0x00 2.0 ms
			""";

	private final ByteArrayOutputStream output = new ByteArrayOutputStream();

	private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

	private int run(byte[] capture, String... options) {
		this.output.reset();
		this.errors.reset();
		List<String> arguments = new ArrayList<>(List.of("decode"));
		arguments.addAll(List.of(options));
		return new DecodeCommand(new ByteArrayInputStream(capture),
				new PrintStream(this.output, true, StandardCharsets.UTF_8),
				new PrintStream(this.errors, true, StandardCharsets.UTF_8))
			.run(arguments.toArray(String[]::new));
	}

	private String output() {
		return this.output.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
	}

	private static byte[] encode(Packet packet) {
		PacketWriter writer = new PacketWriter(ProtocolVersion.MQTT_5);
		writer.write(packet);
		return Arrays.copyOf(writer.array(), writer.size());
	}

	@Test
	void ownCaptureReadsAsItWasTraced(@TempDir Path folder) throws IOException {
		Path file = folder.resolve("packets.pcapng");
		PacketDecoder decoder = new PacketDecoder("broker:1883", "", ProtocolVersion.MQTT_5,
				PacketDecoder.MAXIMUM_PACKET_SIZE);
		StringBuilder lines = new StringBuilder();
		byte[] large = encode(new Publish(0, false, MqttMessage.of("large", new byte[100_000]), 0));
		Instant time = Instant.parse("2026-11-23T10:15:30.123456789Z");
		try (PacketCapture capture = new PacketCapture(file, 1024 * 1024, Redaction.SECRETS)) {
			for (byte[] packet : List.of(CONNECT, PUBLISH, large)) {
				decoder.decode(PacketDirection.SENT, time, packet, 0, packet.length, (traced) -> {
					capture.traced(traced);
					lines.append(traced).append('\n');
				});
			}
			decoder.decode(PacketDirection.RECEIVED, time.plusNanos(1_999_999), PUBACK, 0, PUBACK.length, (traced) -> {
				capture.traced(traced);
				lines.append(traced).append('\n');
			});
		}
		assertThat(run(Files.readAllBytes(file))).isZero();
		assertThat(output()).isEqualTo(lines.toString()).contains("PUBLISH q0 large 100012 B", "PUBACK id=17 0x00 2.0");
	}

	@ParameterizedTest
	@CsvSource({ "1, 00005e00530100005e0053020800", "1, 00005e00530100005e00530281000007 0800", "0, 02000000",
			"101, ''", "113, 00000001000600005e0053010000 0800", "276, 0800000000000001000100060000 5e0053010000" })
	void framesOfManyLinkTypesAreRead(int linkType, String header) {
		byte[] start = HexFormat.of().parseHex(header.replace(" ", ""));
		Pcap pcap = new Pcap(linkType);
		pcap.frame(0, start, ipv4(true, 1, CONNECT));
		pcap.frame(1_000, start, ipv4(true, 1 + CONNECT.length, PUBLISH));
		pcap.frame(3_000, start, ipv4(false, 900, PUBACK));
		assertThat(run(pcap.bytes())).isZero();
		assertThat(output()).isEqualTo(LINES);
	}

	@Test
	void ipv6IsRead() {
		Pcap pcap = new Pcap(101);
		pcap.frame(0, ipv6(true, 1, CONNECT));
		pcap.frame(1_000, ipv6(true, 1 + CONNECT.length, PUBLISH));
		pcap.frame(3_000, ipv6(false, 900, PUBACK));
		assertThat(run(pcap.bytes())).isZero();
		assertThat(output()).isEqualTo(LINES);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void segmentsAreReadInTheirOrderAndOnlyOnce(long seed) {
		byte[] bytes = ByteBuffer.allocate(CONNECT.length + PUBLISH.length).put(CONNECT).put(PUBLISH).array();
		Random random = new Random(seed);
		List<int[]> pieces = new ArrayList<>();
		for (int start = 1; start < bytes.length; start += 7) {
			pieces.add(new int[] { start, Math.min(bytes.length, start + 7 + random.nextInt(20)) });
			pieces.add(new int[] { Math.max(1, start - random.nextInt(9)), Math.min(bytes.length, start + 7) });
		}
		Collections.shuffle(pieces, random);
		Pcap pcap = new Pcap(101);
		// Close to where sequence numbers begin again at 0
		int first = -50;
		pcap.frame(1_000, ipv4(true, first, Arrays.copyOf(bytes, 1)));
		for (int[] piece : pieces) {
			pcap.frame(1_000, ipv4(true, first + piece[0], Arrays.copyOfRange(bytes, piece[0], piece[1])));
		}
		pcap.frame(3_000, ipv4(false, 900, PUBACK));
		assertThat(run(pcap.bytes())).isZero();
		assertThat(output()).isEqualTo(LINES);
	}

	@Test
	void missingSegmentIsReportedAndTheNextPacketIsRead() {
		Pcap pcap = new Pcap(101);
		pcap.frame(0, ipv4(true, 1, CONNECT));
		pcap.frame(1_000, ipv4(true, 1 + CONNECT.length, Arrays.copyOf(PUBLISH, 10)));
		pcap.frame(2_000, ipv4(true, 1 + CONNECT.length + PUBLISH.length, encode(new Puback(18))));
		assertThat(run(pcap.bytes())).isEqualTo(1);
		assertThat(output()).endsWith("22 B\n> meter-7 PUBACK id=18 0x00\n");
		assertThat(this.errors.toString(StandardCharsets.UTF_8))
			.startsWith("75 bytes are missing between 192.0.2.1:49152 and 192.0.2.2:1883");
	}

	@Test
	void connectionToAnyPortIsFoundByItsConnect() {
		Pcap pcap = new Pcap(101);
		byte[] other = ipv4(true, 1, "GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII));
		byte[] connect = ipv4(true, 1, CONNECT);
		ByteBuffer.wrap(other).putShort(22, (short) 80);
		ByteBuffer.wrap(connect).putShort(22, (short) 8080);
		pcap.frame(0, other);
		pcap.frame(0, connect);
		assertThat(run(pcap.bytes())).isZero();
		assertThat(output()).isEqualTo("> meter-7 CONNECT 5.0 clean-start keep-alive=60 22 B\n");
	}

	@Test
	void portCanBeGiven() {
		byte[] puback = ipv4(true, 1, PUBACK);
		ByteBuffer.wrap(puback).putShort(22, (short) 11883);
		byte[] capture = new Pcap(101).frame(0, puback).bytes();
		assertThat(run(capture)).isEqualTo(1);
		assertThat(output()).isEmpty();
		assertThat(run(capture, "--port", "11883", "--version", "5")).isZero();
		assertThat(output()).isEqualTo("> 192.0.2.1:49152 PUBACK id=17 0x00\n");
	}

	@Test
	void damagedCapturesAreRefused() {
		byte[] capture = new Pcap(101).frame(0, ipv4(true, 1, CONNECT)).bytes();
		assertThat(run(Arrays.copyOf(capture, capture.length - 1))).isEqualTo(2);
		assertThat(this.errors.toString(StandardCharsets.UTF_8))
			.startsWith("Cannot read the input: the pcap file is cut off");
		ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN).putInt(32, -1);
		assertThat(run(capture)).isEqualTo(2);
		assertThat(run(HexFormat.of().parseHex("0a0d0d0affffffff4d3c2b1a"))).isEqualTo(2);
		assertThat(run(HexFormat.of().parseHex("0a0d0d0a1c0000004d3c2b1a"))).isEqualTo(2);
		assertThat(run(new Pcap(147).frame(0, new byte[60]).bytes())).isEqualTo(1);
		assertThat(this.errors.toString(StandardCharsets.UTF_8)).startsWith("Frames of link type 147 cannot be read");
	}

	@Test
	void noCaptureWhateverItsBytesEndsTheProgramUnexpectedly(@TempDir Path folder) throws IOException {
		Path file = folder.resolve("packets.pcapng");
		PacketDecoder decoder = new PacketDecoder("broker:1883", "", ProtocolVersion.MQTT_5, 1_000);
		try (PacketCapture capture = new PacketCapture(file)) {
			decoder.decode(PacketDirection.SENT, Instant.now(), CONNECT, 0, CONNECT.length, capture::traced);
		}
		byte[] valid = Files.readAllBytes(file);
		Random random = new Random(7);
		for (int i = 0; i < 5_000; i++) {
			byte[] capture = valid.clone();
			for (int j = 0; j <= random.nextInt(4); j++) {
				capture[random.nextInt(capture.length)] = (byte) random.nextInt(256);
			}
			assertThat(run(capture)).isBetween(0, 2);
		}
	}

	private static byte[] ipv4(boolean sent, int sequence, byte[] data) {
		ByteBuffer datagram = ByteBuffer.allocate(40 + data.length);
		datagram.putShort((short) 0x4500).putShort((short) datagram.capacity()).putInt(0);
		datagram.putShort((short) 0x4006).putShort((short) 0);
		datagram.putInt(sent ? 0xC0000201 : 0xC0000202).putInt(sent ? 0xC0000202 : 0xC0000201);
		tcp(datagram, sent, sequence, data);
		return datagram.array();
	}

	private static byte[] ipv6(boolean sent, int sequence, byte[] data) {
		ByteBuffer datagram = ByteBuffer.allocate(68 + data.length);
		// With an extension header in between
		datagram.putInt(0x60000000).putShort((short) (28 + data.length)).putShort((short) 0x0040);
		datagram.putLong(0x20010DB800000000L).putLong(sent ? 1 : 2);
		datagram.putLong(0x20010DB800000000L).putLong(sent ? 2 : 1);
		datagram.putLong(0x0600010400000000L);
		tcp(datagram, sent, sequence, data);
		return datagram.array();
	}

	private static void tcp(ByteBuffer datagram, boolean sent, int sequence, byte[] data) {
		datagram.putShort((short) (sent ? 49_152 : 1883)).putShort((short) (sent ? 1883 : 49_152));
		datagram.putInt(sequence).putInt(0).putShort((short) 0x5018).putShort((short) 0xFFFF).putInt(0).put(data);
	}

	/**
	 * A capture in the older format, with microseconds.
	 */
	private static final class Pcap {

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		Pcap(int linkType) {
			this.bytes.writeBytes(allocate(24).putInt(0xA1B2C3D4)
				.putShort((short) 2)
				.putShort((short) 4)
				.putLong(0)
				.putInt(65_535)
				.putInt(linkType)
				.array());
		}

		Pcap frame(int micros, byte[]... parts) {
			int length = Arrays.stream(parts).mapToInt((part) -> part.length).sum();
			this.bytes
				.writeBytes(allocate(16).putInt(1_764_000_000).putInt(micros).putInt(length).putInt(length).array());
			for (byte[] part : parts) {
				this.bytes.writeBytes(part);
			}
			return this;
		}

		byte[] bytes() {
			return this.bytes.toByteArray();
		}

		private static ByteBuffer allocate(int size) {
			return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
		}

	}

}
