package io.topicwire.mqtt.trace.decode;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * One segment of TCP.
 *
 * @param source where it comes from
 * @param target where it goes to
 * @param sequence its sequence number
 * @param begins whether it begins a connection (SYN)
 * @param data its data
 */
record TcpSegment(Endpoint source, Endpoint target, int sequence, boolean begins, byte[] data) {

	private static final int TCP = 6;

	private static final int SYN = 0x02;

	/**
	 * Find the segment in a datagram.
	 * @param bytes the frame that the datagram is in
	 * @param start where the datagram begins
	 * @return the segment, or {@code null} if it is something else, a fragment of a
	 * datagram or cut off
	 */
	static @Nullable TcpSegment of(byte[] bytes, int start) {
		try {
			ByteBuffer datagram = ByteBuffer.wrap(bytes, start, bytes.length - start).slice();
			return switch (datagram.get(0) >> 4 & 0x0F) {
				case 4 -> ofIpv4(datagram);
				case 6 -> ofIpv6(datagram);
				default -> null;
			};
		}
		catch (IndexOutOfBoundsException | IllegalArgumentException ex) {
			return null;
		}
	}

	private static @Nullable TcpSegment ofIpv4(ByteBuffer datagram) {
		int headerSize = (datagram.get(0) & 0x0F) * 4;
		int size = datagram.getShort(2) & 0xFFFF;
		boolean fragment = (datagram.getShort(6) & 0x3FFF) != 0;
		if (datagram.get(9) != TCP || fragment) {
			return null;
		}
		// The size is 0 if the network card was to cut it into datagrams
		int end = (size != 0) ? size : datagram.limit();
		return of(datagram.slice(headerSize, end - headerSize), address(datagram, 12, 4), address(datagram, 16, 4));
	}

	private static @Nullable TcpSegment ofIpv6(ByteBuffer datagram) {
		int size = datagram.getShort(4) & 0xFFFF;
		int end = (size != 0) ? 40 + size : datagram.limit();
		int next = datagram.get(6);
		int position = 40;
		// Hop-by-hop options, routing and destination options
		while (next == 0 || next == 43 || next == 60) {
			next = datagram.get(position);
			position += 8 + (datagram.get(position + 1) & 0xFF) * 8;
		}
		return (next != TCP) ? null
				: of(datagram.slice(position, end - position), address(datagram, 8, 16), address(datagram, 24, 16));
	}

	private static TcpSegment of(ByteBuffer segment, String source, String target) {
		int headerSize = (segment.get(12) >> 4 & 0x0F) * 4;
		ByteBuffer content = segment.slice(headerSize, segment.limit() - headerSize);
		byte[] data = new byte[content.remaining()];
		content.get(data);
		return new TcpSegment(new Endpoint(source, segment.getShort(0) & 0xFFFF),
				new Endpoint(target, segment.getShort(2) & 0xFFFF), segment.getInt(4), (segment.get(13) & SYN) != 0,
				data);
	}

	private static String address(ByteBuffer datagram, int start, int length) {
		byte[] address = Arrays.copyOfRange(datagram.array(), datagram.arrayOffset() + start,
				datagram.arrayOffset() + start + length);
		try {
			String host = InetAddress.getByAddress(address).getHostAddress();
			return (host.indexOf(':') >= 0) ? "[" + host + "]" : host;
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	/**
	 * One end of a connection.
	 *
	 * @param address the IP address
	 * @param port the port
	 */
	record Endpoint(String address, int port) {

		@Override
		public String toString() {
			return this.address + ":" + this.port;
		}

	}

}
