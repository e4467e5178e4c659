package io.topicwire.mqtt.trace;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the bytes of a pcapng file.
 */
class PcapngTests {

	@Test
	void fileBeginsWithSectionAndInterface() {
		assertThat(PcapngBlocks.header()).isEqualTo(bytes("""
				0a0d0d0a 30000000                      # section header block, 48 bytes
				4d3c2b1a 0100 0000 ffffffffffffffff    # little endian, version 1.0, length not known
				0400 0900 6d7174742d636f7265 000000    # option 4, user application: mqtt-core
				00000000 30000000                      # end of options, 48 bytes
				01000000 20000000                      # interface description block, 32 bytes
				6500 0000 00000000                     # link type 101, packets of any length
				0900 0100 09 000000                    # option 9, resolution of time: nanoseconds
				00000000 20000000"""));
	}

	@Test
	void datagramBecomesAnEnhancedPacketBlock() {
		byte[] datagram = { 0x45, 1, 2, 3, 4 };
		assertThat(PcapngBlocks.packet(PacketTracer.BEGIN, PacketDirection.SENT, datagram, "Hi", 0)).isEqualTo(bytes("""
				06000000 3c000000                      # enhanced packet block, 60 bytes
				00000000 19a5ea18 15e1776f             # interface 0, time in nanoseconds, high half first
				05000000 05000000                      # captured and original length
				4501020304 000000
				0100 0200 4869 0000                    # option 1, comment: Hi
				0200 0400 02000000                     # option 2, flags: outbound
				00000000 3c000000"""));
	}

	@Test
	void missingPacketsAreCountedInTheNextBlock() {
		assertThat(PcapngBlocks.packet(PacketTracer.BEGIN, PacketDirection.RECEIVED, new byte[0], null, 258))
			.isEqualTo(bytes("""
					06000000 38000000                  # enhanced packet block, 56 bytes
					00000000 19a5ea18 15e1776f
					00000000 00000000
					0200 0400 01000000                 # option 2, flags: inbound
					0400 0800 0201000000000000         # option 4, number of packets dropped before: 258
					00000000 38000000"""));
	}

	@Test
	void connectionIsOpenedAsTcpDoes() {
		List<byte[]> datagrams = new TcpConversation(5).open();
		assertThat(datagrams).hasSize(3);
		assertThat(datagrams.get(0)).isEqualTo(bytes("""
				45 00 0030 0000 4000 40 06 b6c4 c0000201 c0000202   # IPv4, 48 bytes, 192.0.2.1 to 192.0.2.2
				c005 075b 00000000 00000000 70 02 ffff 3e89 0000    # port 49157 to 1883, SYN
				02 04 ffd7 01 03 03 0e                              # maximum segment size 65495, window scale 14"""));
		assertThat(datagrams.get(1)).isEqualTo(bytes("""
				45 00 0030 0001 4000 40 06 b6c3 c0000202 c0000201
				075b c005 00000000 00000001 70 12 ffff 3e78 0000    # SYN, ACK
				02 04 ffd7 01 03 03 0e"""));
		assertThat(datagrams.get(2)).isEqualTo(bytes("""
				45 00 0028 0002 4000 40 06 b6ca c0000201 c0000202
				c005 075b 00000001 00000001 50 10 ffff 646e 0000    # ACK"""));
	}

	@Test
	void packetsContinueEachOtherInBothDirections() {
		TcpConversation conversation = new TcpConversation(5);
		conversation.open();
		assertThat(conversation.send(PacketDirection.SENT, bytes("c000"))).singleElement().isEqualTo(bytes("""
				45 00 002a 0003 4000 40 06 b6c7 c0000201 c0000202
				c005 075b 00000001 00000001 50 18 ffff a463 0000    # PSH, ACK
				c0 00                                               # PINGREQ"""));
		assertThat(conversation.send(PacketDirection.RECEIVED, bytes("d000"))).singleElement().isEqualTo(bytes("""
				45 00 002a 0004 4000 40 06 b6c6 c0000202 c0000201
				075b c005 00000001 00000003 50 18 ffff 9461 0000    # acknowledges 2 bytes
				d0 00                                               # PINGRESP"""));
		assertThat(conversation.send(PacketDirection.SENT, bytes("e000"))).singleElement().isEqualTo(bytes("""
				45 00 002a 0005 4000 40 06 b6c5 c0000201 c0000202
				c005 075b 00000003 00000003 50 18 ffff 845f 0000
				e0 00                                               # DISCONNECT"""));
	}

	@Test
	void packetThatIsTooLargeForADatagramIsSentInSegments() {
		TcpConversation conversation = new TcpConversation(5);
		byte[] packet = new byte[100_000];
		packet[65_494] = 1;
		packet[65_495] = 2;
		List<byte[]> datagrams = conversation.send(PacketDirection.SENT, packet);
		assertThat(datagrams).extracting((datagram) -> datagram.length).containsExactly(65_535, 100_000 - 65_495 + 40);
		assertThat(datagrams.get(0)).endsWith(1);
		assertThat(datagrams.get(1)[40]).isEqualTo((byte) 2);
		// The sequence number of the second one, which alone is pushed
		assertThat(HexFormat.of().formatHex(datagrams.get(1), 24, 28)).isEqualTo("0000ffd7");
		assertThat(datagrams.get(0)[33]).isEqualTo((byte) 0x10);
		assertThat(datagrams.get(1)[33]).isEqualTo((byte) 0x18);
	}

	private static byte[] bytes(String annotated) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		annotated.lines()
			.map((line) -> line.replaceAll("#.*", "").replaceAll("\\s", ""))
			.forEach((line) -> bytes.writeBytes(HexFormat.of().parseHex(line)));
		return bytes.toByteArray();
	}

}
