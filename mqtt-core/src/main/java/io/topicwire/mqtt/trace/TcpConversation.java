package io.topicwire.mqtt.trace;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Dresses the packets of one connection up as datagrams of TCP over IPv4, because that is
 * where other tools look for MQTT. Addresses and ports are made up: they are reserved for
 * documentation (RFC 5737), and the server has the port that belongs to MQTT.
 */
final class TcpConversation {

	static final int SERVER_PORT = 1883;

	static final int HEADER_SIZE = 40;

	// The largest that an IPv4 datagram has room for
	static final int MAXIMUM_SEGMENT_SIZE = 65_535 - HEADER_SIZE;

	private static final int CLIENT_ADDRESS = 0xC0000201;

	private static final int SERVER_ADDRESS = 0xC0000202;

	// From the range that is for clients (RFC 6335)
	private static final int FIRST_CLIENT_PORT = 49_152;

	private static final int CLIENT_PORTS = 65_536 - FIRST_CLIENT_PORT;

	private static final byte TTL = 64;

	private static final byte TCP = 6;

	private static final int DONT_FRAGMENT = 0x4000;

	private static final int SYN = 0x02;

	private static final int PSH = 0x08;

	private static final int ACK = 0x10;

	// Maximum segment size, and a window as large as it can be: here nobody ever waits
	// for the other side
	private static final byte[] OPTIONS = { 2, 4, (byte) (MAXIMUM_SEGMENT_SIZE >> 8), (byte) MAXIMUM_SEGMENT_SIZE, 1, 3,
			3, 14 };

	private static final short WINDOW = (short) 0xFFFF;

	private static final byte[] NOTHING = {};

	private final int clientPort;

	private int sequence;

	private int acknowledgement;

	private short identification;

	/**
	 * Create a conversation.
	 * @param number tells it apart from the other ones in the file
	 */
	TcpConversation(long number) {
		this.clientPort = FIRST_CLIENT_PORT + (int) (number % CLIENT_PORTS);
	}

	/**
	 * Return the datagrams that open the connection: two of the client around one of the
	 * server.
	 */
	List<byte[]> open() {
		byte[] first = datagram(PacketDirection.SENT, SYN, OPTIONS, NOTHING, 0, 0);
		this.sequence++;
		byte[] second = datagram(PacketDirection.RECEIVED, SYN | ACK, OPTIONS, NOTHING, 0, 0);
		this.acknowledgement++;
		return List.of(first, second, datagram(PacketDirection.SENT, ACK, NOTHING, NOTHING, 0, 0));
	}

	/**
	 * Return the datagrams of one packet.
	 */
	List<byte[]> send(PacketDirection direction, byte[] packet) {
		List<byte[]> datagrams = new ArrayList<>();
		for (int offset = 0; offset < packet.length; offset += MAXIMUM_SEGMENT_SIZE) {
			int length = Math.min(MAXIMUM_SEGMENT_SIZE, packet.length - offset);
			boolean last = offset + length == packet.length;
			datagrams.add(datagram(direction, last ? PSH | ACK : ACK, NOTHING, packet, offset, length));
			if (direction == PacketDirection.SENT) {
				this.sequence += length;
			}
			else {
				this.acknowledgement += length;
			}
		}
		return datagrams;
	}

	private byte[] datagram(PacketDirection direction, int flags, byte[] options, byte[] data, int offset, int length) {
		boolean sent = direction == PacketDirection.SENT;
		int source = sent ? CLIENT_ADDRESS : SERVER_ADDRESS;
		int target = sent ? SERVER_ADDRESS : CLIENT_ADDRESS;
		int tcpLength = 20 + options.length + length;
		ByteBuffer datagram = ByteBuffer.allocate(20 + tcpLength);
		datagram.putShort((short) 0x4500).putShort((short) datagram.capacity());
		datagram.putShort(this.identification++).putShort((short) DONT_FRAGMENT);
		datagram.put(TTL).put(TCP).putShort((short) 0);
		datagram.putInt(source).putInt(target);
		datagram.putShort(10, checksum(datagram, 0, 20, 0));
		datagram.putShort((short) (sent ? this.clientPort : SERVER_PORT));
		datagram.putShort((short) (sent ? SERVER_PORT : this.clientPort));
		datagram.putInt(sent ? this.sequence : this.acknowledgement);
		datagram.putInt(((flags & ACK) == 0) ? 0 : sent ? this.acknowledgement : this.sequence);
		datagram.put((byte) (5 + options.length / 4 << 4)).put((byte) flags);
		datagram.putShort(WINDOW).putInt(0);
		datagram.put(options).put(data, offset, length);
		int pseudoHeader = sum(datagram, 12, 20) + TCP + tcpLength;
		datagram.putShort(36, checksum(datagram, 20, datagram.capacity(), pseudoHeader));
		return datagram.array();
	}

	private static short checksum(ByteBuffer buffer, int from, int to, int start) {
		long sum = (long) start + sum(buffer, from, to);
		while (sum > 0xFFFF) {
			sum = (sum & 0xFFFF) + (sum >>> 16);
		}
		return (short) ~sum;
	}

	// Fits, because a datagram has fewer than 32,768 pairs of bytes
	private static int sum(ByteBuffer buffer, int from, int to) {
		int sum = 0;
		int position = from;
		for (; position < to - 1; position += 2) {
			sum += buffer.getShort(position) & 0xFFFF;
		}
		return (position < to) ? sum + ((buffer.get(position) & 0xFF) << 8) : sum;
	}

}
