package io.topicwire.mqtt.trace.decode;

import java.nio.ByteBuffer;

/**
 * Finds the IP datagram in a frame.
 */
final class LinkLayer {

	/** There is no IP datagram. */
	static final int NOTHING = -1;

	/** Frames of this link type cannot be read. */
	static final int NOT_SUPPORTED = -2;

	private static final int IPV4 = 0x0800;

	private static final int IPV6 = 0x86DD;

	private static final int VLAN = 0x8100;

	private static final int SERVICE_VLAN = 0x88A8;

	private LinkLayer() {
	}

	/**
	 * Return where the datagram begins.
	 */
	static int datagram(CapturedFrame frame) {
		ByteBuffer bytes = ByteBuffer.wrap(frame.bytes());
		return switch (frame.linkType()) {
			// Loopback of BSD, with a protocol number that depends on the system
			case 0, 108 -> atLeast(bytes, 4);
			case 1 -> ethernet(bytes, 12);
			// Raw IP, by the numbers of several systems
			case 12, 14, 101, 228, 229 -> atLeast(bytes, 0);
			// All interfaces of Linux, in the first and in the second version
			case 113 -> ethernet(bytes, 14);
			case 276 -> (bytes.limit() > 20 && isIp(bytes.getShort(0) & 0xFFFF)) ? 20 : NOTHING;
			default -> NOT_SUPPORTED;
		};
	}

	private static int ethernet(ByteBuffer bytes, int start) {
		int position = start;
		while (position + 2 < bytes.limit()) {
			int type = bytes.getShort(position) & 0xFFFF;
			if (type != VLAN && type != SERVICE_VLAN) {
				return isIp(type) ? position + 2 : NOTHING;
			}
			position += 4;
		}
		return NOTHING;
	}

	private static boolean isIp(int type) {
		return type == IPV4 || type == IPV6;
	}

	private static int atLeast(ByteBuffer bytes, int start) {
		return (bytes.limit() > start) ? start : NOTHING;
	}

}
