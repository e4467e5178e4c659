package io.topicwire.mqtt.stream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Recognizes from its first bytes a server that expects something else than it was sent,
 * which is a wrong port more often than a broken server.
 */
final class ForeignProtocol {

	// What a TLS server says to a client that speaks none (RFC 8446, section 5.1)
	private static final int TLS_ALERT = 0x15;

	private static final int TLS_MAJOR_VERSION = 0x03;

	private ForeignProtocol() {
	}

	/**
	 * Check the first bytes that came from a server over plain TCP.
	 * @throws IOException if they belong to another protocol
	 */
	static void check(byte[] buffer, int offset, int count) throws IOException {
		if (count >= 2 && buffer[offset] == TLS_ALERT && buffer[offset + 1] == TLS_MAJOR_VERSION) {
			throw new IOException("the server expects TLS; write mqtts:// instead of mqtt://, or use another port");
		}
		if (count >= 5 && new String(buffer, offset, 5, StandardCharsets.ISO_8859_1).equals("HTTP/")) {
			throw new IOException("the server speaks HTTP; write ws:// instead of mqtt://, or use another port");
		}
	}

}
